import { z } from "zod";
import { bucketName, keyArnSchema } from "../aws/names";
import type { Problem } from "../schema/problem";
import { allowedKeys, shown } from "../schema/vocabulary";

/** Default number of days after which an artifact expires. */
export const defaultExpireAfterDays = 30;

/** Settings of an artifact store: a new bucket and key, or existing ones. */
export const artifactStoreSchema = allowedKeys({
  /**
   * Name of an existing bucket, whose policy and settings stay as they are; needs `existingKeyArn`. Use one bucket for
   * each environment: the roles reach every artifact in the bucket.
   * @default - creates a bucket
   */
  existingBucketName: bucketName.optional(),
  /**
   * ARN of an existing key, in the account and region of the store. Its owner must allow the roles to use it.
   * @default - creates a key
   */
  existingKeyArn: keyArnSchema.optional(),
  /**
   * Name of the new bucket: 3 to 63 lowercase letters, digits, hyphens or dots.
   * @default - the name of the component, the account and the region
   */
  bucketName: bucketName.optional(),
  /**
   * Days until an artifact expires, 1 to 3650. An execution that waits longer for an approval fails.
   * @default 30
   */
  expireAfterDays: z.int().min(1).max(3650).optional(),
  /**
   * Days until a noncurrent version of an artifact expires, 1 to 3650.
   * @default 7
   */
  noncurrentExpireAfterDays: z.int().min(1).max(3650).optional(),
  /**
   * Whether `pulumi destroy` retains the bucket, its objects and the key. Otherwise it empties and deletes the bucket,
   * and KMS deletes the key after 30 days.
   * @default false
   */
  retainOnDelete: z.boolean().optional(),
});

export type ArtifactStoreSettings = z.input<typeof artifactStoreSchema>;

/** Lists contradictions in an artifact store: an existing bucket without its key, or settings of a bucket that is not created. */
export function artifactStoreProblems(store: ArtifactStoreSettings, account: string, region: string): Problem[] {
  const { existingBucketName, existingKeyArn, ...made } = store;
  const problems: Problem[] = [];
  if (existingBucketName !== undefined) {
    if (existingKeyArn === undefined) {
      problems.push({
        path: "existingKeyArn",
        reason: "is missing: existingBucketName needs the ARN of the key that encrypts the bucket",
      });
    }
    const contradicting = Object.entries(made).filter(([, value]) => value !== undefined);
    for (const [key, value] of contradicting) {
      problems.push({
        path: key,
        reason: `is ${shown(value)}, but the settings of the bucket in existingBucketName stay as they are: remove one of the two`,
      });
    }
  }
  const [, , , keyRegion, keyAccount] = existingKeyArn?.split(":") ?? [];
  if (existingKeyArn !== undefined && (keyRegion !== region || keyAccount !== account)) {
    problems.push({
      path: "existingKeyArn",
      reason: `is a key of account ${keyAccount} in ${keyRegion}: give a key of account ${account} in ${region}`,
    });
  }
  return problems;
}
