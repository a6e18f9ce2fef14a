import { itemsOf, unknownValue, type Value } from "../../iam/value";
import { type Finding, judgedAlone, unknownAt, violation } from "../../lib/facts/finding";
import type { StackResource } from "../../lib/facts/stack";
import { about } from "../../lib/rule/about";
import { type StackFinding, stackRule } from "../../lib/rule/rule";
import { bucketsAmong, configuringElsewhere, s3Types } from "../../lib/storage/buckets";
import { lifecycleRules, statesForAll } from "../../lib/storage/lifecycle";

export const s3Lifecycle = stackRule({
  name: "s3-lifecycle",
  displayName: "Buckets expire old versions",
  description:
    "Buckets should expire old versions and incomplete uploads. S3 keeps both, and bills for them, without end.",
  severity: "low",
  enforcementLevel: "advisory",
  remediationSteps:
    "Add an aws.s3.BucketLifecycleConfiguration whose rules, without a filter, set noncurrentVersionExpiration and abortIncompleteMultipartUpload.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html",
  tags: ["s3", "cost"],
  equivalentChecks: {
    checkov: ["CKV2_AWS_61", "CKV_AWS_300"],
    securityHub: ["S3.13", "S3.10"],
    config: ["S3_LIFECYCLE_POLICY_CHECK", "S3_VERSION_LIFECYCLE_POLICY_CHECK"],
    prowler: ["s3_bucket_lifecycle_enabled"],
  },
  types: [...s3Types.bucket, ...s3Types.lifecycle],
  judge: everyBucketTidiesUp,
});

const chores: readonly (readonly [properties: readonly string[], desired: string])[] = [
  [
    ["abortIncompleteMultipartUpload", "abortIncompleteMultipartUploadDays"],
    "should abort incomplete uploads to all of the bucket: add a rule with abortIncompleteMultipartUpload and no filter",
  ],
  [
    ["noncurrentVersionExpiration", "noncurrentVersionExpirations"],
    "should expire noncurrent versions in all of the bucket: add a rule with noncurrentVersionExpiration and no filter",
  ],
];

function everyBucketTidiesUp(resources: readonly StackResource[]): StackFinding[] {
  return [
    ...bucketsAmong(resources).flatMap((bucket) =>
      about(bucket.urn, missingChores(lifecycleRules(bucket, resources), "lifecycleRules")),
    ),
    ...configuringElsewhere(resources, s3Types.lifecycle).flatMap(({ urn, props }) =>
      about(
        urn,
        missingChores(itemsOf(props.rules), "rules").map((finding) => judgedAlone(finding, "bucket")),
      ),
    ),
  ];
}

function missingChores(rules: readonly Value[], place: string): Finding[] {
  return chores.flatMap(([properties, desired]) => {
    const verdicts = rules.map((rule) => statesForAll(rule, properties));
    const finding = verdicts.includes(unknownValue) ? unknownAt(place) : violation(place, desired);
    return verdicts.includes(true) ? [] : [finding];
  });
}
