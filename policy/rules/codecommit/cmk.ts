import { type Finding, violation } from "../../lib/facts/finding";
import { type CustomerKey, customerKeyConfig, isCustomerKey, toKey } from "../../lib/rule/customer-key";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const codecommitCmk = resourceRule<CustomerKey>({
  name: "codecommit-cmk",
  displayName: "CodeCommit repositories use a customer managed key",
  description:
    "CodeCommit repositories should use a customer managed key. Nobody can restrict or revoke the AWS managed key.",
  severity: "low",
  enforcementLevel: "advisory",
  remediationSteps: "Set kmsKeyId to the ARN of a customer managed key in the repository's Region.",
  remediation: "sets kmsKeyId to this policy's keyArn",
  url: "https://docs.aws.amazon.com/codecommit/latest/userguide/encryption.html",
  tags: ["codecommit", "encryption", "kms"],
  equivalentChecks: {},
  types: ["aws:codecommit/repository:Repository"],
  config: customerKeyConfig,
  judge: underCustomerKey,
});

function underCustomerKey({ props }: JudgedResource, config: CustomerKey): Finding[] {
  return isCustomerKey(props.kmsKeyId)
    ? []
    : [violation("kmsKeyId", "should be the ARN of a customer managed KMS key", toKey("kmsKeyId", config))];
}
