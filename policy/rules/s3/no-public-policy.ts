import type { Statement } from "../../iam/document";
import type { Finding } from "../../lib/facts/finding";
import type { StackResource } from "../../lib/facts/stack";
import { textsIn } from "../../lib/facts/walk";
import { policyAllows } from "../../lib/iam/documents";
import { accountsIn, bindsToOwner, namesNobodyAtLarge } from "../../lib/iam/public-principal";
import { about } from "../../lib/rule/about";
import { jointRule, resourceRule, type StackFinding, stackRule } from "../../lib/rule/rule";
import type { RuleText } from "../../lib/rule/text";
import { accessPointKeys } from "../../lib/storage/access-points";
import { s3Types } from "../../lib/storage/buckets";

const text: RuleText = {
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
  types: [...s3Types.policy, ...s3Types.bucket, ...s3Types.accessPoint, ...s3Types.accessPointPolicy],
};

/** The ARN of a bucket has no account, so that only the whole stack shows whose account a condition names. */
export const s3NoPublicPolicy = jointRule(
  resourceRule({ ...text, judge: policyAllows(namesNobody) }),
  stackRule({ ...text, types: [...text.types, ...s3Types.encryption], judge: bindToOwner }),
);

/** A bucket may leave its access to access points of one account. */
function namesNobody(statement: Statement): Finding[] {
  return namesNobodyAtLarge(statement, accessPointKeys);
}

function bindToOwner(resources: readonly StackResource[]): StackFinding[] {
  const own = accountsIn(resources.flatMap(({ props: { policy: _, ...settings } }) => textsIn(settings)));
  const judge = policyAllows((statement) => bindsToOwner(statement, own));
  return resources.flatMap((resource) =>
    about(
      resource.urn,
      judge(resource, {}).filter(({ kind }) => kind === "advice"),
    ),
  );
}
