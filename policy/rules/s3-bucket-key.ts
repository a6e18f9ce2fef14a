import { about } from "../lib/about";
import { defaultsOf, encryptionRules } from "../lib/bucket-encryption";
import { bucketsAmong, s3Types } from "../lib/buckets";
import { expectation } from "../lib/expectation";
import type { Located } from "../lib/located";
import { type StackFinding, stackRule } from "../lib/rule";
import type { StackResource } from "../lib/stack";
import { at } from "../lib/value";

export const s3BucketKey = stackRule({
  name: "s3-bucket-key",
  displayName: "Buckets use a bucket key",
  description:
    "Buckets that encrypt with KMS should use a bucket key: without one every object is a request to KMS, and a cost.",
  severity: "low",
  enforcementLevel: "advisory",
  remediationSteps: "Set bucketKeyEnabled to true in the rule of the bucket's default encryption.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html",
  tags: ["s3", "kms", "cost"],
  peers: { compliancePolicies: ["aws-s3-bucket-enable-server-side-encryption-bucket-key"] },
  types: [...s3Types.bucket, ...s3Types.encryption],
  judge: everyKmsBucketHasBucketKey,
});

/** Two layers of KMS, aws:kms:dsse, cannot have one. */
function everyKmsBucketHasBucketKey(resources: readonly StackResource[]): StackFinding[] {
  return bucketsAmong(resources).flatMap((bucket) =>
    encryptionRules(bucket, resources)
      .filter(usesKms)
      .flatMap(({ urn, path, value: rule }) => {
        const enabled = at(rule, "bucketKeyEnabled");
        const desired = "should be true: absent means a request to KMS for every object";
        return about(urn, expectation(`${path}.bucketKeyEnabled`, enabled, enabled === true, desired));
      }),
  );
}

function usesKms(rule: Located): boolean {
  return defaultsOf(rule).some((block) => at(block.value, "sseAlgorithm") === "aws:kms");
}
