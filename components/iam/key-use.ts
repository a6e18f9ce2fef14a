import { allowStatement, type Statement } from "./statement";

/**
 * The KMS actions to read from, or write to, a bucket, topic or log group under a customer key. AWS's documents write
 * `GenerateDataKey*` and `ReEncrypt*`; these are the single actions of envelope encryption (docs/permissions.md).
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-kms.html
 */
const actions = {
  decrypt: ["kms:Decrypt", "kms:DescribeKey"],
  // A multipart upload decrypts the data key.
  encrypt: [
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
  ],
  // https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
  publish: ["kms:Decrypt", "kms:GenerateDataKey"],
} as const;

/** A use of a key: to read objects, to write them, or to publish to a topic. */
export type KeyUse = keyof typeof actions;

export function keyActions(use: KeyUse): string[] {
  return [...actions[use]];
}

/** The statement of a role's own document for the use of an existing key. */
export function useOfKey(keyArn: string | readonly string[], use: KeyUse): Statement {
  return allowStatement({ sid: "Key", actions: keyActions(use), resources: [keyArn].flat() });
}
