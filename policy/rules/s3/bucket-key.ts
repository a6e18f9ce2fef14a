import { at, type Located } from "../../iam/value";
import type { Finding } from "../../lib/facts/finding";
import { expectation } from "../../lib/rule/expectation";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";
import { defaultsOf, statedRules } from "../../lib/storage/bucket-encryption";
import { s3Types } from "../../lib/storage/buckets";

export const s3BucketKey = resourceRule({
  name: "s3-bucket-key",
  displayName: "Buckets use a bucket key",
  description: "Buckets with KMS encryption should use a bucket key. Without one, every object costs a KMS request.",
  severity: "low",
  enforcementLevel: "advisory",
  remediationSteps: "Set bucketKeyEnabled to true in the rule of the bucket's default encryption.",
  remediation: "sets bucketKeyEnabled to true",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html",
  tags: ["s3", "kms", "cost"],
  equivalentChecks: { compliancePolicies: ["aws-s3-bucket-enable-server-side-encryption-bucket-key"] },
  types: [...s3Types.bucket, ...s3Types.encryption],
  judge: usesBucketKey,
});

/** S3 supports no bucket key for aws:kms:dsse. */
function usesBucketKey(resource: JudgedResource): Finding[] {
  return statedRules(resource)
    .filter(usesKms)
    .flatMap((rule) => {
      const path = `${rule.path}.bucketKeyEnabled`;
      const enabled = at(rule.value, "bucketKeyEnabled");
      const desired = "should be true: absent means a request to KMS for every object";
      return expectation(path, enabled, enabled === true, desired, { [path]: true });
    });
}

function usesKms(rule: Located): boolean {
  return defaultsOf(rule).some((block) => at(block.value, "sseAlgorithm") === "aws:kms");
}
