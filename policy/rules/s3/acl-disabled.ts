import { at, isSet, locatedItems, type Properties, unknownValue } from "../../iam/value";
import { type Finding, violation } from "../../lib/facts/finding";
import { expectation } from "../../lib/rule/expectation";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";
import { s3Types } from "../../lib/storage/buckets";
import { isPublicAcl, isPublicGroup } from "../../lib/storage/public-acl";

const controls: readonly string[] = s3Types.ownershipControls;

export const s3AclDisabled = resourceRule({
  name: "s3-acl-disabled",
  displayName: "Buckets disable ACLs",
  description: "Buckets should disable ACLs. An ACL can give an object to its uploader and bypass the bucket policy.",
  severity: "medium",
  enforcementLevel: "advisory",
  remediationSteps:
    "Set objectOwnership to BucketOwnerEnforced, and grant access in the bucket's policy instead of acl or grants.",
  remediation: "sets objectOwnership to BucketOwnerEnforced",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html",
  tags: ["s3", "public-access"],
  equivalentChecks: {
    checkov: ["CKV2_AWS_65"],
    securityHub: ["S3.12"],
    config: ["S3_BUCKET_ACL_PROHIBITED"],
    prowler: ["s3_bucket_acl_prohibited"],
  },
  types: [...s3Types.ownershipControls, ...s3Types.bucket],
  judge: takesNoAcls,
});

function takesNoAcls({ type, props }: JudgedResource): Finding[] {
  return controls.includes(type) ? judgeOwnership(props) : [...judgeAcl(props), ...judgeGrants(props)];
}

function judgeOwnership(props: Properties): Finding[] {
  const ownership = at(props.rule, "objectOwnership");
  const desired = "should be BucketOwnerEnforced: any other lets ACLs decide";
  return expectation("rule.objectOwnership", ownership, ownership === "BucketOwnerEnforced", desired, {
    "rule.objectOwnership": "BucketOwnerEnforced",
  });
}

/** s3-no-public-acl reports public ACLs. */
function judgeAcl({ acl }: Properties): Finding[] {
  return isSet(acl) && acl !== unknownValue && acl !== "private" && !isPublicAcl(acl)
    ? [violation("acl", "should be absent: grant the access in the bucket's policy")]
    : [];
}

function judgeGrants({ grants }: Properties): Finding[] {
  return locatedItems("grants", grants)
    .filter(({ value }) => value !== unknownValue && !isPublicGroup(at(value, "uri")))
    .map(({ path }) => violation(path, "should be absent: grant the access in the bucket's policy"));
}
