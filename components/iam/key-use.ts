import { anyKeyArn } from "../aws/arn";
import type { AwsScope } from "../aws/scope";
import { allowStatement, type Conditions, type Statement } from "./statement";

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

/** The algorithm of signatures of images, the only one of an ECC_NIST_P256 key. */
export const signingAlgorithm = "ECDSA_SHA_256";

/** A use of a key: to read objects, to write them, or to publish to a topic. */
export type KeyUse = keyof typeof actions;

export function keyActions(use: KeyUse): string[] {
  return [...actions[use]];
}

/** Stands for the id of a key that does not exist yet, in statements for people. */
export const unknownKeyId = "<the id of the key>";

/** A key by its ARN; or, before the key exists, by its alias without `alias/`. */
export type KeyReference = string | { readonly alias: string };

/**
 * The resources and conditions of a statement about a key. An alias works across accounts too.
 *
 * @param scope - the account and region of the key
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
 */
export function keyResource(
  scope: AwsScope,
  key: KeyReference,
): { readonly resources: readonly string[]; readonly conditions?: Conditions } {
  return typeof key === "string"
    ? { resources: [key] }
    : {
        resources: [anyKeyArn(scope)],
        conditions: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": `alias/${key.alias}` } },
      };
}

/** The statement of a role's own document for the use of a key that another account owns. */
export function useOfForeignKey(scope: AwsScope, key: KeyReference, use: KeyUse): Statement {
  return allowStatement({ sid: "Key", actions: keyActions(use), ...keyResource(scope, key) });
}

/** The statement of a role's own document for the use of an existing key. */
export function useOfKey(keyArn: string | readonly string[], use: KeyUse): Statement {
  return allowStatement({ sid: "Key", actions: keyActions(use), resources: [keyArn].flat() });
}
