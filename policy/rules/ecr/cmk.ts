import { at, type Located, locatedItems, textOf, unknownValue } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { type CustomerKey, customerKeyConfig, isCustomerKey, toKey } from "../../lib/rule/customer-key";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const ecrCmk = resourceRule<CustomerKey>({
  name: "ecr-cmk",
  displayName: "ECR repositories use a customer managed key",
  description: "ECR repositories should encrypt with a customer managed key. Nobody can restrict the AWS managed key.",
  severity: "medium",
  enforcementLevel: "advisory",
  remediationSteps:
    "Set kmsKey of the encryption configuration to the ARN of a customer managed key. The change replaces the repository.",
  remediation: "sets kmsKey to this policy's keyArn, which replaces the repository",
  url: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html",
  tags: ["ecr", "encryption", "kms"],
  equivalentChecks: {
    securityHub: ["ECR.5"],
    config: ["ECR_REPOSITORY_CMK_ENCRYPTION_ENABLED"],
    trivy: ["AWS-0033"],
    compliancePolicies: ["aws-ecr-repository-configure-customer-managed-key"],
  },
  types: ["aws:ecr/repository:Repository"],
  config: customerKeyConfig,
  judge: encryptedWithCustomerKey,
});

function encryptedWithCustomerKey({ props }: JudgedResource, config: CustomerKey): Finding[] {
  return locatedItems("encryptionConfigurations", props.encryptionConfigurations).flatMap((each) =>
    judge(each, config),
  );
}

/** ecr-kms reports repositories without KMS encryption. */
function judge({ path, value: configuration }: Located, config: CustomerKey): Finding[] {
  if (configuration === unknownValue) {
    return [unknownAt(path)];
  }
  const type = at(configuration, "encryptionType");
  if (isCustomerKey(at(configuration, "kmsKey")) || !(type === unknownValue || textOf(type).startsWith("KMS"))) {
    return [];
  }
  return type === unknownValue
    ? [unknownAt(`${path}.encryptionType`)]
    : [
        violation(
          `${path}.kmsKey`,
          "should be the ARN of a customer managed KMS key: absent means aws/ecr",
          toKey(`${path}.kmsKey`, config),
        ),
      ];
}
