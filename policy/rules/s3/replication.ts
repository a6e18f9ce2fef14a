import { at, itemsOf, unknownValue, type Value } from "../../iam/value";
import { unknownAt, violation } from "../../lib/facts/finding";
import { declared, type StackResource } from "../../lib/facts/stack";
import { about } from "../../lib/rule/about";
import { type StackFinding, stackRule } from "../../lib/rule/rule";
import { bucketsAmong, configuring, s3Types } from "../../lib/storage/buckets";

export const s3Replication = stackRule({
  name: "s3-replication",
  displayName: "Buckets are replicated",
  description: "Buckets should replicate their objects. A replica survives the loss of a Region or an account.",
  severity: "low",
  enforcementLevel: "disabled",
  remediationSteps: "Add an aws.s3.BucketReplicationConfig for the bucket with an enabled rule.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html",
  tags: ["s3", "availability"],
  equivalentChecks: {
    checkov: ["CKV_AWS_144"],
    cdkNag: ["S3BucketReplicationEnabled"],
    guard: ["S3_BUCKET_REPLICATION_ENABLED"],
    securityHub: ["S3.7"],
    config: ["S3_BUCKET_REPLICATION_ENABLED"],
    prowler: ["s3_bucket_cross_region_replication"],
    compliancePolicies: ["aws-s3-bucket-enable-replication-configuration"],
  },
  types: [...s3Types.bucket, ...s3Types.replication],
  judge: everyBucketReplicates,
});

function everyBucketReplicates(resources: readonly StackResource[]): StackFinding[] {
  return bucketsAmong(resources).flatMap((bucket) => {
    const states = replicationStates(bucket, resources);
    const finding = states.includes(unknownValue)
      ? unknownAt("replicationConfiguration")
      : violation(
          "replicationConfiguration",
          "should have an enabled rule: add a BucketReplicationConfig for the bucket",
        );
    return states.includes("Enabled") ? [] : about(bucket.urn, [finding]);
  });
}

function replicationStates(bucket: StackResource, resources: readonly StackResource[]): Value[] {
  const split = configuring(bucket, resources, s3Types.replication).map(({ props }) => props.rules);
  const inline = ["replicationConfiguration", "replicationConfigurations"].map((property) =>
    at(declared(bucket, property), "rules"),
  );
  return [...split, ...inline].flatMap(itemsOf).map((rule) => at(rule, "status"));
}
