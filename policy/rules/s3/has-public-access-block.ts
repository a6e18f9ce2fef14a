import { violation } from "../../lib/facts/finding";
import type { StackResource } from "../../lib/facts/stack";
import { type StackFinding, stackRule } from "../../lib/rule/rule";
import { bucketsAmong, configuring, s3Types } from "../../lib/storage/buckets";

export const s3HasPublicAccessBlock = stackRule({
  name: "s3-has-public-access-block",
  displayName: "Buckets have a public access block",
  description: "Every bucket should have a public access block. AWS's default for new buckets can be switched off.",
  severity: "medium",
  enforcementLevel: "mandatory",
  remediationSteps: "Add an aws.s3.BucketPublicAccessBlock for the bucket with all four flags true.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
  tags: ["s3", "public-access"],
  equivalentChecks: { checkov: ["CKV2_AWS_6"], trivy: ["AWS-0094"] },
  types: [...s3Types.bucket, ...s3Types.publicAccessBlock],
  judge: everyBucketHasBlock,
});

function everyBucketHasBlock(resources: readonly StackResource[]): StackFinding[] {
  return bucketsAmong(resources)
    .filter((bucket) => configuring(bucket, resources, s3Types.publicAccessBlock).length === 0)
    .map(({ urn }) => ({ urn, finding: violation("bucket", "should have a BucketPublicAccessBlock: add one for it") }));
}
