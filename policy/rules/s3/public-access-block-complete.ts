import { unknownValue } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const s3PublicAccessBlockComplete = resourceRule({
  name: "s3-public-access-block-complete",
  displayName: "Public access blocks are complete",
  description:
    "A public access block should set all four flags. Each flag closes a different way to make the bucket public.",
  severity: "high",
  enforcementLevel: "mandatory",
  remediationSteps: "Set blockPublicAcls, blockPublicPolicy, ignorePublicAcls and restrictPublicBuckets to true.",
  remediation: "sets all four flags to true",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
  tags: ["s3", "public-access"],
  equivalentChecks: {
    checkov: ["CKV_AWS_53", "CKV_AWS_54", "CKV_AWS_55", "CKV_AWS_56"],
    cdkNag: ["S3BucketLevelPublicAccessProhibited"],
    guard: ["S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED"],
    securityHub: ["S3.8"],
    config: ["S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED"],
    trivy: ["AWS-0086", "AWS-0087", "AWS-0091", "AWS-0093"],
    prowler: ["s3_bucket_level_public_access_block"],
  },
  types: ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"],
  judge: blocksEverything,
});

const flags = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

function blocksEverything({ props }: JudgedResource): Finding[] {
  return flags
    .filter((flag) => props[flag] !== true)
    .map((flag) =>
      props[flag] === unknownValue
        ? unknownAt(flag)
        : violation(flag, "should be true: absent means false", { [flag]: true }),
    );
}
