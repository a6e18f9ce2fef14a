import { at, unknownValue } from "../../iam/value";
import { unknownAt, violation } from "../../lib/facts/finding";
import { declared, type StackResource } from "../../lib/facts/stack";
import { about } from "../../lib/rule/about";
import { type StackFinding, stackRule } from "../../lib/rule/rule";
import { bucketsAmong, configuring, s3Types } from "../../lib/storage/buckets";

export const s3ObjectLock = stackRule({
  name: "s3-object-lock",
  displayName: "Buckets lock their objects",
  description:
    "Buckets should lock their objects. Nobody can delete or change a locked object before its retention ends.",
  severity: "low",
  enforcementLevel: "disabled",
  remediationSteps: "Set objectLockEnabled to true and add an aws.s3.BucketObjectLockConfiguration.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html",
  tags: ["s3", "integrity"],
  equivalentChecks: {
    checkov: ["CKV_AWS_143"],
    cdkNag: ["S3BucketDefaultLockEnabled"],
    guard: ["S3_BUCKET_DEFAULT_LOCK_ENABLED"],
    securityHub: ["S3.15"],
    config: ["S3_BUCKET_DEFAULT_LOCK_ENABLED"],
    prowler: ["s3_bucket_object_lock"],
  },
  types: [...s3Types.bucket, ...s3Types.objectLock],
  judge: everyBucketLocks,
});

function everyBucketLocks(resources: readonly StackResource[]): StackFinding[] {
  return bucketsAmong(resources).flatMap((bucket) => {
    const states = [
      declared(bucket, "objectLockEnabled"),
      at(declared(bucket, "objectLockConfiguration"), "objectLockEnabled"),
    ];
    const split = configuring(bucket, resources, s3Types.objectLock);
    const finding = states.includes(unknownValue)
      ? unknownAt("objectLockEnabled")
      : violation("objectLockEnabled", "should be true, with a configuration of the lock");
    const locks = states.includes(true) || states.includes("Enabled") || split.length > 0;
    return locks ? [] : about(bucket.urn, [finding]);
  });
}
