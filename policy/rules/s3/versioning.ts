import { at } from "../../iam/value";
import { judgedAlone } from "../../lib/facts/finding";
import { declared, type StackResource } from "../../lib/facts/stack";
import { about } from "../../lib/rule/about";
import { expectation } from "../../lib/rule/expectation";
import { type StackFinding, stackRule } from "../../lib/rule/rule";
import { bucketsAmong, configuring, configuringElsewhere, s3Types } from "../../lib/storage/buckets";

export const s3Versioning = stackRule({
  name: "s3-versioning",
  displayName: "Buckets keep versions",
  description:
    "Buckets should keep versions. You can restore an overwritten object, and CodePipeline requires versioning for S3 sources.",
  severity: "medium",
  enforcementLevel: "mandatory",
  remediationSteps: "Set status to Enabled in an aws.s3.BucketVersioning for the bucket.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html",
  tags: ["s3", "integrity"],
  equivalentChecks: {
    checkov: ["CKV_AWS_21"],
    cdkNag: ["S3BucketVersioningEnabled"],
    guard: ["S3_BUCKET_VERSIONING_ENABLED"],
    securityHub: ["S3.14"],
    config: ["S3_BUCKET_VERSIONING_ENABLED"],
    trivy: ["AWS-0090"],
    prowler: ["s3_bucket_object_versioning"],
    owasp: ["SEC-9"],
  },
  types: [...s3Types.bucket, ...s3Types.versioning],
  judge: (resources) => [
    ...everyBucketKeepsVersions(resources),
    ...configuringElsewhere(resources, s3Types.versioning)
      .flatMap(judgeSplit)
      .map(({ urn, finding }) => ({ urn, finding: judgedAlone(finding, "bucket") })),
  ],
});

const desired = "should switch versioning on: add a BucketVersioning with status Enabled";

function everyBucketKeepsVersions(resources: readonly StackResource[]): StackFinding[] {
  return bucketsAmong(resources).flatMap((bucket) => {
    const split = configuring(bucket, resources, s3Types.versioning);
    return split.length > 0 ? split.flatMap(judgeSplit) : judgeInline(bucket);
  });
}

function judgeSplit({ urn, props }: StackResource): StackFinding[] {
  const status = at(props.versioningConfiguration, "status");
  return about(urn, expectation("versioningConfiguration.status", status, status === "Enabled", desired));
}

/** The bucket's own versioning, in the singular and in the plural of the deprecated type. */
function judgeInline(bucket: StackResource): StackFinding[] {
  const enabled = ["versioning", "versionings"].map((property) => at(declared(bucket, property), "enabled"));
  const value = enabled.find((flag) => flag !== undefined);
  return about(bucket.urn, expectation("versioning.enabled", value, value === true, desired));
}
