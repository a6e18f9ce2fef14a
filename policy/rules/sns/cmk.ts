import { isSet } from "../../iam/value";
import { type Finding, violation } from "../../lib/facts/finding";
import { type CustomerKey, customerKeyConfig, isCustomerKey, toKey } from "../../lib/rule/customer-key";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const snsCmk = resourceRule<CustomerKey>({
  name: "sns-cmk",
  displayName: "SNS topics use a customer managed key",
  description:
    "SNS topics should encrypt with a customer managed key. Pipelines, event rules and alarms cannot publish under the AWS managed key.",
  severity: "high",
  enforcementLevel: "mandatory",
  remediationSteps: "Set kmsMasterKeyId to a customer managed key whose policy lets the publishing services use it.",
  remediation: "sets kmsMasterKeyId to this policy's keyArn",
  url: "https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html",
  tags: ["sns", "encryption", "kms"],
  equivalentChecks: { trivy: ["AWS-0136"] },
  types: ["aws:sns/topic:Topic"],
  config: customerKeyConfig,
  judge: encryptedWithCustomerKey,
});

/** sns-encrypted reports topics without a key. */
function encryptedWithCustomerKey({ props }: JudgedResource, config: CustomerKey): Finding[] {
  const key = props.kmsMasterKeyId;
  return !isSet(key) || isCustomerKey(key)
    ? []
    : [
        violation(
          "kmsMasterKeyId",
          "should be a customer managed KMS key: no AWS service can publish under alias/aws/sns",
          toKey("kmsMasterKeyId", config),
        ),
      ];
}
