import { type Finding, violation } from "../../lib/facts/finding";
import { type CustomerKey, customerKeyConfig, isCustomerKey, toKey } from "../../lib/rule/customer-key";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const secretCmk = resourceRule<CustomerKey>({
  name: "secret-cmk",
  displayName: "Secrets use a customer managed key",
  description:
    "Secrets should encrypt with a customer managed key. Nobody can share the AWS managed key with another account or revoke it.",
  severity: "low",
  enforcementLevel: "advisory",
  remediationSteps: "Set kmsKeyId to the ARN of a customer managed key that the readers of the secret may use.",
  url: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html",
  tags: ["secrets", "encryption", "kms"],
  equivalentChecks: {
    checkov: ["CKV_AWS_149"],
    cdkNag: ["SecretsManagerUsingKMSKey"],
    guard: ["SECRETSMANAGER_USING_CMK"],
    config: ["SECRETSMANAGER_USING_CMK"],
    trivy: ["AWS-0098"],
    compliancePolicies: ["aws-secretsmanager-secret-configure-customer-managed-key"],
    owasp: ["SEC-6"],
  },
  types: ["aws:secretsmanager/secret:Secret"],
  config: customerKeyConfig,
  remediation: "sets kmsKeyId to the configured key",
  judge: encryptedWithCustomerKey,
});

const path = "kmsKeyId";

function encryptedWithCustomerKey({ props: { kmsKeyId } }: JudgedResource, config: CustomerKey): Finding[] {
  return isCustomerKey(kmsKeyId)
    ? []
    : [violation(path, "should be the ARN of a customer managed KMS key", toKey(path, config))];
}
