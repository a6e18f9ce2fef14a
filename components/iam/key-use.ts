import { allowStatement, type Statement } from "./statement";

/**
 * What KMS is asked for when something is read from, or written to, a bucket, topic or log group under a customer key.
 * AWS's documents spell some of these `GenerateDataKey*` and `ReEncrypt*`; here they are the single actions that
 * envelope encryption uses (docs/permissions.md).
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-kms.html
 */
const actions = {
  decrypt: ["kms:Decrypt", "kms:DescribeKey"],
  // To write is to read as well: multipart uploads decrypt the data key.
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

/** What somebody uses a key for: to read objects, to write them, or to publish to a topic. */
export type KeyUse = keyof typeof actions;

export function keyActions(use: KeyUse): string[] {
  return [...actions[use]];
}

/** The use of a key that the environment was given, in the role's own document. */
export function useOfKey(keyArn: string | readonly string[], use: KeyUse): Statement {
  return allowStatement({ sid: "Key", actions: keyActions(use), resources: [keyArn].flat() });
}
