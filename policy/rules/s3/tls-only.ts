import { readDocument } from "../../iam/document";
import { denyWithoutTls } from "../../iam/tls";
import { isSet, textOf, unknownValue, type Value } from "../../iam/value";
import { advice, type Finding, judgedAlone, unknownAt, violation } from "../../lib/facts/finding";
import { declared, type StackResource } from "../../lib/facts/stack";
import { problemFindings } from "../../lib/iam/documents";
import { about } from "../../lib/rule/about";
import { type StackFinding, stackRule } from "../../lib/rule/rule";
import { bucketsAmong, configuring, configuringElsewhere, s3Types } from "../../lib/storage/buckets";

export const s3TlsOnly = stackRule({
  name: "s3-tls-only",
  displayName: "Buckets require TLS",
  description: "Bucket policies should deny requests without TLS. S3 answers plain HTTP by default.",
  severity: "high",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Add to the bucket policy: Deny, Principal *, Action s3:*, Resource the bucket's ARN and the ARN with /*, Condition Bool aws:SecureTransport false.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html",
  tags: ["s3", "encryption"],
  equivalentChecks: {
    checkov: ["CKV_AWS_379"],
    cdkNag: ["S3BucketSSLRequestsOnly"],
    guard: ["S3_BUCKET_SSL_REQUESTS_ONLY"],
    securityHub: ["S3.5"],
    config: ["S3_BUCKET_SSL_REQUESTS_ONLY"],
    prowler: ["s3_bucket_secure_transport_policy"],
  },
  types: [...s3Types.policy, ...s3Types.bucket],
  judge: (resources) => [...everyBucketRefusesHttp(resources), ...everyPolicyElsewhere(resources)],
});

function everyBucketRefusesHttp(resources: readonly StackResource[]): StackFinding[] {
  return bucketsAmong(resources).flatMap((bucket) => {
    const name = bucket.props.bucket;
    const split = configuring(bucket, resources, s3Types.policy);
    // After a deployment, the bucket's own property can show the policy before the update.
    const judged =
      split.length > 0
        ? split.map(({ urn, props }) => ({ urn, findings: judgePolicy(props.policy, name) }))
        : [{ urn: bucket.urn, findings: judgePolicy(declared(bucket, "policy"), name) }];
    // A bucket has one policy: of two resources, the last write wins in an unknown order.
    return judged.flatMap(({ urn, findings }) => findings.map((finding) => ({ urn, finding })));
  });
}

/** A bucket policy replaces the one that the bucket had. */
function everyPolicyElsewhere(resources: readonly StackResource[]): StackFinding[] {
  return configuringElsewhere(resources, s3Types.policy)
    .filter(({ props }) => !isDirectoryBucket(props.bucket))
    .flatMap(({ urn, props }) =>
      about(
        urn,
        judgePolicy(props.policy, props.bucket === unknownValue ? undefined : props.bucket).map((finding) =>
          judgedAlone(finding, "bucket"),
        ),
      ),
    );
}

/** Directory buckets answer HTTPS only: https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-express-networking.html */
function isDirectoryBucket(name: Value): boolean {
  return textOf(name).endsWith("--x-s3");
}

function judgePolicy(policy: Value, bucketName: Value): Finding[] {
  const missing = violation(
    "policy",
    "should deny everybody s3:* on the bucket and its objects when aws:SecureTransport is false: add the statement",
  );
  if (!isSet(policy)) {
    return [missing];
  }
  const { statements, problems } = readDocument({ path: "policy", value: policy });
  const verdict = denyWithoutTls(statements, bucketName);
  if (verdict === true) {
    return [];
  }
  // CodePipeline's own page denies on objects alone: https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-create-cross-account.html
  if (denyWithoutTls(statements, bucketName, "objects") === true) {
    return [advice("policy", "should deny requests without TLS on the bucket too: it denies them on objects alone")];
  }
  return problems.length > 0
    ? problemFindings({ problems })
    : [verdict === unknownValue ? unknownAt("policy") : missing];
}
