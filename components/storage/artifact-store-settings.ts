import { z } from "zod";
import type { Problem } from "../schema/problem";
import { allowedKeys, matching, shown } from "../schema/vocabulary";

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export const bucketName = matching(
  /^(?!\d+(\.\d+){3}$)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  "give 3 to 63 lower-case letters, digits, hyphens or single dots, no IP address, such as shop-dev-artifacts",
);

// A bucket's policy compares uploads with ARNs, and never with aliases: S3 resolves none there.
export const keyArn = matching(
  /^arn:aws[\w-]*:kms:[\w-]+:\d{12}:key\/[\w-]+$/,
  "give the ARN of a key, arn:aws:kms:<region>:<account>:key/<id>; an alias is not enough",
);

/** After how many days an artifact is deleted, where nothing else is said. */
export const defaultExpireAfterDays = 30;

/** Where artifacts are kept: what is made, or what is brought instead. */
export const artifactStoreSchema = allowedKeys({
  /**
   * The name of a bucket that exists already, with a policy and settings of its own; needs `existingKeyArn`. Give every
   * environment a bucket to itself: the roles reach all artifacts in it.
   * @default - a bucket is made
   */
  existingBucketName: bucketName.optional(),
  /**
   * The ARN of a key that exists already, in the account and region of the store. Its owner must let the roles use it.
   * @default - a key is made
   */
  existingKeyArn: keyArn.optional(),
  /**
   * The name of the bucket that is made, 3 to 63 lower-case letters, digits, hyphens or dots.
   * @default - the name of the component, the account and the region
   */
  bucketName: bucketName.optional(),
  /**
   * After how many days an artifact is deleted, 1 to 3650. A run that waits longer for an approval fails.
   * @default 30
   */
  expireAfterDays: z.int().min(1).max(3650).optional(),
  /**
   * After how many days an artifact that was overwritten or deleted is gone for good, 1 to 3650.
   * @default 7
   */
  noncurrentExpireAfterDays: z.int().min(1).max(3650).optional(),
  /**
   * Whether the bucket, its content and the key stay when the stack is destroyed. Otherwise the bucket is emptied and
   * removed, and the key is deleted after 30 days.
   * @default false
   */
  retainOnDelete: z.boolean().optional(),
});

export type ArtifactStoreSettings = z.input<typeof artifactStoreSchema>;

/** Problems between the parts of a store: halves of what is brought, and what is said of a bucket that is not made. */
export function artifactStoreProblems(store: ArtifactStoreSettings, account: string, region: string): Problem[] {
  const { existingBucketName, existingKeyArn, ...made } = store;
  const problems: Problem[] = [];
  if (existingBucketName !== undefined) {
    if (existingKeyArn === undefined) {
      problems.push({
        path: "existingKeyArn",
        reason: "is missing: a bucket that is brought comes with the ARN of the key it is encrypted under",
      });
    }
    const contradicting = Object.entries(made).filter(([, value]) => value !== undefined);
    for (const [key, value] of contradicting) {
      problems.push({
        path: key,
        reason: `is ${shown(value)}, and existingBucketName brings a bucket that is not changed here: remove one of them`,
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
