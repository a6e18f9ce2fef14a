import { textOf, unknownValue } from "../../iam/value";
import { type Finding, judgedAlone, unjudged, unknownAt, violation } from "../../lib/facts/finding";
import type { StackResource } from "../../lib/facts/stack";
import { type StackFinding, stackRule } from "../../lib/rule/rule";
import {
  encryptionAlgorithms,
  encryptionAlgorithmsElsewhere,
  kmsAlgorithms,
  type Stated,
} from "../../lib/storage/bucket-encryption";
import { bucketsAmong, s3Types } from "../../lib/storage/buckets";
import { logSourceTypes, receivesAccessLogs } from "../../lib/storage/log-buckets";

export const s3KmsEncryption = stackRule({
  name: "s3-kms-encryption",
  displayName: "Buckets encrypt with KMS",
  description:
    "Buckets should encrypt with KMS by default. A reader then also needs the key, and CloudTrail records every use.",
  severity: "high",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Set sseAlgorithm to aws:kms in an aws.s3.BucketServerSideEncryptionConfiguration. Only a bucket that takes " +
    "access logs of S3 or of a load balancer has to stay with AES256.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html",
  tags: ["s3", "encryption", "kms"],
  equivalentChecks: {
    checkov: ["CKV_AWS_145", "CKV_AWS_19"],
    cdkNag: ["S3DefaultEncryptionKMS"],
    guard: ["S3_DEFAULT_ENCRYPTION_KMS", "S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED"],
    securityHub: ["S3.17"],
    config: ["S3_DEFAULT_ENCRYPTION_KMS"],
    trivy: ["AWS-0088"],
    prowler: ["s3_bucket_kms_encryption", "s3_bucket_default_encryption"],
    compliancePolicies: ["aws-s3-bucket-configure-server-side-encryption-kms"],
    owasp: ["SEC-9"],
  },
  types: [...s3Types.bucket, ...s3Types.encryption, ...logSourceTypes],
  judge: everyBucketUsesKms,
});

function everyBucketUsesKms(resources: readonly StackResource[]): StackFinding[] {
  const ofBuckets = bucketsAmong(resources).flatMap((bucket) => {
    const algorithms = encryptionAlgorithms(bucket, resources);
    if (receivesAccessLogs(bucket, resources)) {
      // S3 delivers no access logs to a bucket with SSE-KMS as its default encryption.
      return algorithms.flatMap((algorithm) => judge(algorithm, [...kmsAlgorithms, "AES256"]));
    }
    return algorithms.length === 0
      ? [{ urn: bucket.urn, finding: notKms("serverSideEncryptionConfiguration") }]
      : algorithms.flatMap((algorithm) => judge(algorithm, kmsAlgorithms));
  });
  return [...ofBuckets, ...encryptionAlgorithmsElsewhere(resources).flatMap(judgeElsewhere)];
}

/** Whether a bucket elsewhere takes access logs, which need AES256, does not show in this program. */
function judgeElsewhere({ urn, path, value }: Stated): StackFinding[] {
  return judge({ urn, path, value }, kmsAlgorithms).map(({ finding }) => ({
    urn,
    finding: judgedAlone(
      finding.kind === "unjudged"
        ? finding
        : unjudged(path, "should be aws:kms, unless the bucket takes access logs of S3 or of a load balancer"),
      "bucket",
    ),
  }));
}

function judge({ urn, path, value }: Stated, allowed: readonly string[]): StackFinding[] {
  if (value === unknownValue) {
    return [{ urn, finding: unknownAt(path) }];
  }
  return allowed.includes(textOf(value)) ? [] : [{ urn, finding: notKms(path) }];
}

function notKms(path: string): Finding {
  return violation(path, "should make aws:kms the default: AWS's own default is AES256");
}
