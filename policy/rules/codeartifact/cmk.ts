import { type CustomerKey, customerKeyConfig, isCustomerKey, toKey } from "../../iam/kms-key";
import { type Finding, violation } from "../../lib/facts/finding";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const codeartifactCmk = resourceRule<CustomerKey>({
  name: "codeartifact-cmk",
  displayName: "Packages are under a customer managed key",
  description:
    "CodeArtifact domains should be under a customer managed key: with AWS's own nobody can limit or end who decrypts.",
  severity: "low",
  enforcementLevel: "advisory",
  remediationSteps: "Set encryptionKey to the ARN of a customer managed key; a domain cannot change it later.",
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
