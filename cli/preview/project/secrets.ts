import { createDecipheriv, pbkdf2Sync } from "node:crypto";
import { readFileSync } from "node:fs";
import { PreviewError } from "../base/error";

/** Decrypts one secret of a stack's settings. */
export type Decrypt = (ciphertext: string) => string;

// As the Pulumi CLI encrypts for its passphrase provider.
const ITERATIONS = 1_000_000;
const KEY_BYTES = 32;
const TAG_BYTES = 16;
const CHECK_TEXT = "pulumi";

/**
 * Makes the function that decrypts the secrets of a stack, or tells why there is none.
 *
 * @param content - the stack's settings file
 * @param env - may hold `PULUMI_CONFIG_PASSPHRASE`, or `PULUMI_CONFIG_PASSPHRASE_FILE`
 * @returns the function, or a sentence for the user: the reason or the fix
 * @throws {PreviewError} when a passphrase is given and it is not the stack's
 */
export function secretsOf(
  file: string,
  content: Readonly<Record<string, unknown>>,
  env: NodeJS.ProcessEnv,
): Decrypt | string {
  const salt = content.encryptionsalt;
  if (typeof salt !== "string") {
    return "Only secrets of the passphrase provider can be decrypted offline.";
  }
  const passphrase = env.PULUMI_CONFIG_PASSPHRASE ?? readPassphraseFile(env.PULUMI_CONFIG_PASSPHRASE_FILE);
  if (passphrase === undefined) {
    return "Set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE to decrypt them.";
  }
  const [version, saltText, ...check] = salt.split(":");
  if (version !== "v1" || saltText === undefined) {
    throw new PreviewError(`${file}: encryptionsalt is not of the form "v1:<salt>:<check>"`);
  }
  const key = pbkdf2Sync(passphrase, Buffer.from(saltText, "base64"), ITERATIONS, KEY_BYTES, "sha256");
  const decrypt: Decrypt = (ciphertext) => decryptWith(key, ciphertext, file);
  if (decrypt(check.join(":")) !== CHECK_TEXT) {
    throw new PreviewError(`${file}: the passphrase given is not this stack's`);
  }
  return decrypt;
}

function readPassphraseFile(file: string | undefined): string | undefined {
  if (file === undefined || file === "") {
    return undefined;
  }
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    throw new PreviewError(
      `PULUMI_CONFIG_PASSPHRASE_FILE names ${file}, which cannot be read: ${error instanceof Error ? error.message : error}`,
    );
  }
}

function decryptWith(key: Buffer, ciphertext: string, file: string): string {
  const [version, nonce, message] = ciphertext.split(":");
  if (version !== "v1" || nonce === undefined || message === undefined) {
    throw new PreviewError(`${file}: a secret is not of the form "v1:<nonce>:<message>"`);
  }
  const bytes = Buffer.from(message, "base64");
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64"));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    return decipher.update(bytes.subarray(0, -TAG_BYTES), undefined, "utf8") + decipher.final("utf8");
  } catch {
    throw new PreviewError(
      `${file}: a secret cannot be decrypted: the passphrase given is not this stack's, or the secret is damaged`,
    );
  }
}
