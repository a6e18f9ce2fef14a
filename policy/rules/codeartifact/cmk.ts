import { type Finding, violation } from "../../lib/facts/finding";
import { type CustomerKey, customerKeyConfig, isCustomerKey, toKey } from "../../lib/rule/customer-key";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const codeartifactCmk = resourceRule<CustomerKey>({
  name: "codeartifact-cmk",
  displayName: "CodeArtifact domains use a customer managed key",
  description:
    "CodeArtifact domains should use a customer managed key. Nobody can restrict or revoke the AWS managed key.",
  severity: "low",
  enforcementLevel: "advisory",
  remediationSteps: "Set encryptionKey to the ARN of a customer managed key. A change replaces the domain.",
  remediation: "sets encryptionKey to this policy's keyArn",
  url: "https://docs.aws.amazon.com/codeartifact/latest/ug/domain-create.html",
  tags: ["codeartifact", "encryption", "kms"],
  equivalentChecks: { checkov: ["CKV_AWS_221"] },
  types: ["aws:codeartifact/domain:Domain"],
  config: customerKeyConfig,
  judge: underCustomerKey,
});

function underCustomerKey({ props }: JudgedResource, config: CustomerKey): Finding[] {
  return isCustomerKey(props.encryptionKey)
    ? []
    : [violation("encryptionKey", "should be the ARN of a customer managed KMS key", toKey("encryptionKey", config))];
}
