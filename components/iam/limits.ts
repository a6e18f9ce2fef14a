import type { Problem } from "../schema/problem";

/**
 * The largest documents that IAM, S3 and KMS accept, in characters without white space.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html
 */
export const documentLimits = {
  "inline policies": 10_240,
  "managed policy": 6_144,
  "trust policy": 2_048,
  "bucket policy": 20_480,
  "key policy": 32_768,
} as const;

/** AWS's default quota of managed policies per role. */
export const managedPoliciesPerRole = 10;

/** Refuses a document that is too large for its service. */
export function sizeProblems(path: string, kind: keyof typeof documentLimits, document: string): Problem[] {
  const limit = documentLimits[kind];
  if (document.length <= limit) {
    return [];
  }
  return [
    {
      path,
      reason: `makes a ${kind} of ${document.length} characters, and AWS accepts ${limit}; grant fewer statements, resources or principals`,
    },
  ];
}
