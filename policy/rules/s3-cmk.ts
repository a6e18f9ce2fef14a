import { about } from "../lib/about";
import { defaultsOf, encryptionRules, isKms } from "../lib/bucket-encryption";
import { bucketsAmong, s3Types } from "../lib/buckets";
import { type Finding, unknownAt, violation } from "../lib/finding";
import { isCustomerKey } from "../lib/kms-key";
import type { Located } from "../lib/located";
import { type StackFinding, stackRule } from "../lib/rule";
import type { StackResource } from "../lib/stack";
import { at, unknownValue } from "../lib/value";

export const s3Cmk = stackRule({
  name: "s3-cmk",
  displayName: "Buckets encrypt with a customer managed key",
  description:
    "Buckets that encrypt with KMS should name a customer managed key: nobody can limit who uses the one AWS manages.",
  severity: "medium",
  enforcementLevel: "mandatory",
  remediationSteps: "Set kmsMasterKeyId beside sseAlgorithm to the ARN of a customer managed key.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html",
  tags: ["s3", "encryption", "kms"],
  peers: {
    trivy: ["AWS-0132"],
    compliancePolicies: ["aws-s3-bucket-configure-server-side-encryption-customer-managed-key"],
  },
  types: [...s3Types.bucket, ...s3Types.encryption],
  judge: everyKmsBucketNamesKey,
});

/** A bucket that does not encrypt with KMS is said by s3-kms-encryption. */
function everyKmsBucketNamesKey(resources: readonly StackResource[]): StackFinding[] {
  return bucketsAmong(resources).flatMap((bucket) =>
    encryptionRules(bucket, resources).flatMap((rule) => about(rule.urn, judgeRule(rule))),
  );
}

function judgeRule(rule: Located): Finding[] {
  return rule.value === unknownValue ? [unknownAt(rule.path)] : defaultsOf(rule).flatMap(judgeDefault);
}

function judgeDefault({ path, value: block }: Located): Finding[] {
  const algorithm = at(block, "sseAlgorithm");
  if (isCustomerKey(at(block, "kmsMasterKeyId")) || !(algorithm === unknownValue || isKms(algorithm))) {
    return [];
  }
  return algorithm === unknownValue
    ? [unknownAt(`${path}.sseAlgorithm`)]
    : [violation(`${path}.kmsMasterKeyId`, "should be the ARN of a customer managed KMS key: absent means aws/s3")];
}
