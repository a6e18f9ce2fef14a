import { itemsOf } from "../../iam/value";
import { violation } from "../../lib/facts/finding";
import { declared, type StackResource } from "../../lib/facts/stack";
import { about } from "../../lib/rule/about";
import { type StackFinding, stackRule } from "../../lib/rule/rule";
import { bucketsAmong, configuring, s3Types } from "../../lib/storage/buckets";
import { logSourceTypes, receivesAccessLogs } from "../../lib/storage/log-buckets";

export const s3AccessLogging = stackRule({
  name: "s3-access-logging",
  displayName: "Buckets log their requests",
  description: "Buckets should log their requests. Without access logs, nobody can tell who read an object.",
  severity: "medium",
  enforcementLevel: "advisory",
  remediationSteps: "Add an aws.s3.BucketLogging for the bucket, with another bucket as its target.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html",
  tags: ["s3", "monitoring"],
  equivalentChecks: {
    checkov: ["CKV_AWS_18"],
    cdkNag: ["S3BucketLoggingEnabled"],
    guard: ["S3_BUCKET_LOGGING_ENABLED"],
    securityHub: ["S3.9"],
    config: ["S3_BUCKET_LOGGING_ENABLED"],
    trivy: ["AWS-0089"],
    prowler: ["s3_bucket_server_access_logging_enabled"],
    awsGuard: ["s3-bucket-logging-enabled"],
    owasp: ["SEC-10"],
  },
  types: [...s3Types.bucket, ...logSourceTypes],
  judge: everyBucketLogs,
});

/** A log bucket that logs its own requests never stops logging. */
function everyBucketLogs(resources: readonly StackResource[]): StackFinding[] {
  return bucketsAmong(resources)
    .filter((bucket) => !logs(bucket, resources) && !receivesAccessLogs(bucket, resources))
    .flatMap(({ urn }) =>
      about(urn, [violation("logging", "should have a target: add a BucketLogging for the bucket")]),
    );
}

function logs(bucket: StackResource, resources: readonly StackResource[]): boolean {
  const inline = ["logging", "loggings"].flatMap((property) => itemsOf(declared(bucket, property)));
  return inline.length > 0 || configuring(bucket, resources, s3Types.logging).length > 0;
}
