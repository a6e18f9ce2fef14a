import { at, type Located, unknownValue, type Value } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";
import { s3Types } from "../../lib/storage/buckets";

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
  types: [
    ...s3Types.publicAccessBlock,
    "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
    ...s3Types.accessPoint,
  ],
  judge: blocksEverything,
});

const flags = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

/** AWS blocks public access to an access point by default; for a block of its own, absent means false. */
function blocksEverything({ type, props }: JudgedResource): Finding[] {
  const isAccessPoint = s3Types.accessPoint.some((each) => each === type);
  const block: Value = isAccessPoint ? props.publicAccessBlockConfiguration : props;
  const prefix = isAccessPoint ? "publicAccessBlockConfiguration." : "";
  const isRight = (value: Value) => value === true || (isAccessPoint && value === undefined);
  return flags
    .map((flag): Located => ({ path: `${prefix}${flag}`, value: at(block, flag) }))
    .filter(({ value }) => !isRight(value))
    .map(({ path, value }) =>
      value === unknownValue
        ? unknownAt(path)
        : violation(path, isAccessPoint ? "should be absent or true" : "should be true: absent means false", {
            [path]: true,
          }),
    );
}
