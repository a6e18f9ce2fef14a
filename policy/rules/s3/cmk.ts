import { at, type Located, unknownValue } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { type CustomerKey, customerKeyConfig, isCustomerKey, toKey } from "../../lib/rule/customer-key";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";
import { defaultsOf, isKms, statedRules } from "../../lib/storage/bucket-encryption";
import { s3Types } from "../../lib/storage/buckets";

export const s3Cmk = resourceRule<CustomerKey>({
  name: "s3-cmk",
  displayName: "Buckets use a customer managed key",
  description:
    "Buckets with KMS encryption should name a customer managed key. Nobody can restrict the AWS managed key.",
  severity: "medium",
  enforcementLevel: "mandatory",
  remediationSteps: "Set kmsMasterKeyId beside sseAlgorithm to the ARN of a customer managed key.",
  remediation: "sets kmsMasterKeyId to this policy's keyArn",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html",
  tags: ["s3", "encryption", "kms"],
  equivalentChecks: {
    trivy: ["AWS-0132"],
    compliancePolicies: ["aws-s3-bucket-configure-server-side-encryption-customer-managed-key"],
  },
  types: [...s3Types.bucket, ...s3Types.encryption],
  config: customerKeyConfig,
  judge: namesKey,
});

/** s3-kms-encryption reports buckets without KMS encryption. */
function namesKey(resource: JudgedResource, config: CustomerKey): Finding[] {
  return statedRules(resource).flatMap((rule) =>
    rule.value === unknownValue
      ? [unknownAt(rule.path)]
      : defaultsOf(rule).flatMap((block) => judgeDefault(block, config)),
  );
}

function judgeDefault({ path, value: block }: Located, config: CustomerKey): Finding[] {
  const algorithm = at(block, "sseAlgorithm");
  if (isCustomerKey(at(block, "kmsMasterKeyId")) || !(algorithm === unknownValue || isKms(algorithm))) {
    return [];
  }
  return algorithm === unknownValue
    ? [unknownAt(`${path}.sseAlgorithm`)]
    : [
        violation(
          `${path}.kmsMasterKeyId`,
          "should be the ARN of a customer managed KMS key: absent means aws/s3",
          toKey(`${path}.kmsMasterKeyId`, config),
        ),
      ];
}
