import type { Finding } from "../../lib/facts/finding";
import { expectation } from "../../lib/rule/expectation";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";
import { s3Types } from "../../lib/storage/buckets";
import { grantedGroups, isPublicAcl, isPublicGroup } from "../../lib/storage/public-acl";

export const s3NoPublicAcl = resourceRule({
  name: "s3-no-public-acl",
  displayName: "No ACL opens a bucket",
  description: "ACLs should grant nothing to all users. Such a grant is public.",
  severity: "critical",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Remove acl and the grant, or set acl to private. Share the bucket by a bucket policy that names principals.",
  remediation: "sets a public acl to private",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html",
  tags: ["s3", "public-access"],
  equivalentChecks: {
    checkov: ["CKV_AWS_20", "CKV_AWS_57", "CKV_AWS_375", "CKV2_AWS_43"],
    guard: ["S3_BUCKET_PUBLIC_READ_ACL", "S3_BUCKET_NO_PUBLIC_RW_ACL"],
    securityHub: ["S3.2", "S3.3"],
    trivy: ["AWS-0092"],
    prowler: ["s3_bucket_public_list_acl", "s3_bucket_public_write_acl"],
    compliancePolicies: ["aws-s3-bucket-disallow-public-read"],
  },
  types: [...s3Types.bucket, ...s3Types.acl, ...s3Types.object],
  judge: grantsNothingToPublic,
});

function grantsNothingToPublic({ props }: JudgedResource): Finding[] {
  return [
    ...expectation("acl", props.acl, !isPublicAcl(props.acl), "should be absent or private: this one is public", {
      acl: "private",
    }),
    ...grantedGroups(props).flatMap(({ path, value }) =>
      expectation(path, value, !isPublicGroup(value), "should not be a group of everybody: remove the grant"),
    ),
  ];
}
