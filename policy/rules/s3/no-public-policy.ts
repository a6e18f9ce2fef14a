import { policyAllows } from "../../lib/iam/documents";
import { namesNobodyAtLarge } from "../../lib/iam/public-principal";
import { resourceRule } from "../../lib/rule/rule";
import { s3Types } from "../../lib/storage/buckets";

export const s3NoPublicPolicy = resourceRule({
  name: "s3-no-public-policy",
  displayName: "Bucket policies name their principals",
  description:
    "Bucket policies should name their principals. A wildcard principal is everybody, unless a condition binds it to an account or organization.",
  severity: "critical",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Name the roles, accounts or services in Principal, or require aws:PrincipalOrgID or aws:SourceAccount with StringEquals.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
  tags: ["s3", "public-access"],
  equivalentChecks: {
    checkov: ["CKV_AWS_70"],
    cdkNag: ["S3BucketPublicReadProhibited", "S3BucketPublicWriteProhibited"],
    guard: ["S3_BUCKET_POLICY_NO_WILDCARD_PRINCIPAL", "S3_BUCKET_PUBLIC_READ_PROHIBITED"],
    securityHub: ["S3.2", "S3.3"],
    config: ["S3_BUCKET_PUBLIC_READ_PROHIBITED", "S3_BUCKET_PUBLIC_WRITE_PROHIBITED"],
    prowler: ["s3_bucket_policy_public_write_access", "s3_bucket_public_access"],
  },
  types: [...s3Types.policy, ...s3Types.bucket],
  judge: policyAllows((statement) => namesNobodyAtLarge(statement)),
});
