import { textOf, unknownValue } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { isSecretName, isSecretValue } from "../../lib/facts/secret-shapes";
import { isCustomerKey } from "../../lib/rule/customer-key";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const ssmSecureString = resourceRule({
  name: "ssm-secure-string",
  displayName: "Secret parameters are encrypted",
  description:
    "Parameters with a secret should be SecureStrings under a customer managed key. Every reader of parameters sees a plain String.",
  severity: "medium",
  enforcementLevel: "advisory",
  remediationSteps:
    "Recreate the parameter with type SecureString and a customer managed key in keyId, and rotate the exposed secret.",
  url: "https://docs.aws.amazon.com/systems-manager/latest/userguide/secure-string-parameter-kms-encryption.html",
  tags: ["ssm", "encryption", "credentials"],
  equivalentChecks: { checkov: ["CKV2_AWS_34", "CKV_AWS_337"], owasp: ["SEC-6"] },
  types: ["aws:ssm/parameter:Parameter"],
  judge: encryptsSecret,
});

function encryptsSecret({ props: { name, type, value, insecureValue, keyId } }: JudgedResource): Finding[] {
  const texts = [textOf(value), textOf(insecureValue)];
  const isSecret = isSecretName(textOf(name)) || texts.some(isSecretValue);
  const isSecure = type === "SecureString" || type === unknownValue;
  if (isSecret && !isSecure) {
    return [violation("type", "should be SecureString: the parameter's name or value is that of a secret")];
  }
  if (isSecret && !isCustomerKey(keyId)) {
    return [violation("keyId", "should be a customer managed KMS key: absent, or an alias of AWS, is not one")];
  }
  return name === unknownValue && !(isSecure && isCustomerKey(keyId)) ? [unknownAt("name")] : [];
}
