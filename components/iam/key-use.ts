import { allow, type Statement } from "./statement";

/**
 * What KMS is asked for when something is read from, or written to, a bucket, topic or log group under a customer key.
 * AWS's documents spell some of these `GenerateDataKey*` and `ReEncrypt*`; here they are the single actions that
 * envelope encryption uses (docs/permissions.md).
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-kms.html
 */
export const decryptActions = ["kms:Decrypt", "kms:DescribeKey"] as const;
export const encryptActions = ["kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo"] as const;

/** How much of a key somebody uses. To write is to read as well: multipart uploads decrypt the data key. */
export type KeyUse = "decrypt" | "encrypt";

export function keyActions(use: KeyUse): string[] {
  return use === "decrypt" ? [...decryptActions] : [...decryptActions, ...encryptActions];
}

/** The use of a key that the environment was given, in the role's own document. */
export function useOfKey(keyArn: string, use: KeyUse): Statement {
  return allow({ sid: "Key", actions: keyActions(use), resources: [keyArn] });
}
