import assert from "node:assert/strict";
import { createCipheriv, pbkdf2Sync } from "node:crypto";
import { join } from "node:path";
import { secretsOf } from "../../../../cli/preview/project/secrets";
import { removeTemporaryDirectories, temporaryDirectory } from "../support/temporary";

const passphrase = "correct horse";
const salt = Buffer.from("0123456789abcdef");
const key = pbkdf2Sync(passphrase, salt, 1_000_000, 32, "sha256");

/** Encrypts as the Pulumi CLI does for its passphrase provider. */
function encrypted(text: string): string {
  const nonce = Buffer.alloc(12, 7);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const message = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `v1:${nonce.toString("base64")}:${message.toString("base64")}`;
}

const content = { encryptionsalt: `v1:${salt.toString("base64")}:${encrypted("pulumi")}` };
const read = (env: NodeJS.ProcessEnv, given: Readonly<Record<string, unknown>> = content) =>
  secretsOf("Pulumi.dev.yaml", given, env);

describe("the secrets of a stack's settings", () => {
  after(removeTemporaryDirectories);

  it("are decrypted with the passphrase, or with that in a file", () => {
    const file = join(temporaryDirectory({ passphrase: `${passphrase}\n` }), "passphrase");
    for (const env of [{ PULUMI_CONFIG_PASSPHRASE: passphrase }, { PULUMI_CONFIG_PASSPHRASE_FILE: file }]) {
      const decrypt = read(env);
      assert.ok(typeof decrypt === "function");
      assert.equal(decrypt(encrypted("hünter2")), "hünter2");
      assert.equal(decrypt(encrypted("")), "");
    }
  });

  it("are refused where they are damaged", () => {
    const decrypt = read({ PULUMI_CONFIG_PASSPHRASE: passphrase });
    assert.ok(typeof decrypt === "function");
    const [version, nonce, message = ""] = encrypted("hunter2").split(":");
    const damaged = `${version}:${nonce}:${message.startsWith("A") ? "B" : "A"}${message.slice(1)}`;
    assert.throws(() => decrypt(damaged), {
      name: "PreviewError",
      message: /a secret cannot be decrypted: the passphrase given is not this stack's/,
    });
    for (const text of ["hunter2", `v2:${nonce}:${message}`, `v1:${nonce}`]) {
      assert.throws(() => decrypt(text), {
        message: 'Pulumi.dev.yaml: a secret is not of the form "v1:<nonce>:<message>"',
      });
    }
  });

  it("are refused with another passphrase, before any is decrypted", () => {
    assert.throws(() => read({ PULUMI_CONFIG_PASSPHRASE: "wrong" }), {
      name: "PreviewError",
      message: /^Pulumi\.dev\.yaml: a secret cannot be decrypted/,
    });
    assert.throws(
      () =>
        read(
          { PULUMI_CONFIG_PASSPHRASE: passphrase },
          { encryptionsalt: content.encryptionsalt.replace(/v1:[^:]*:[^:]*$/, encrypted("other")) },
        ),
      { message: "Pulumi.dev.yaml: the passphrase given is not this stack's" },
    );
  });

  it("stay unknown without a passphrase, and with another provider", () => {
    const hint = "Set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE to decrypt them.";
    assert.equal(read({}), hint);
    assert.equal(read({ PULUMI_CONFIG_PASSPHRASE_FILE: "" }), hint);
    const other = { secretsprovider: "awskms://x" };
    assert.equal(
      read({ PULUMI_CONFIG_PASSPHRASE: "x" }, other),
      "Only secrets of the passphrase provider can be decrypted offline.",
    );
  });

  it("are refused where the salt or the file of the passphrase cannot be read", () => {
    assert.throws(() => read({ PULUMI_CONFIG_PASSPHRASE: "x" }, { encryptionsalt: "v2:a" }), {
      message: 'Pulumi.dev.yaml: encryptionsalt is not of the form "v1:<salt>:<check>"',
    });
    assert.throws(() => read({ PULUMI_CONFIG_PASSPHRASE_FILE: "/nowhere" }), {
      message: /^PULUMI_CONFIG_PASSPHRASE_FILE names \/nowhere, which cannot be read: ENOENT/,
    });
  });
});
