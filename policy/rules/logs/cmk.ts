import { type Finding, violation } from "../../lib/facts/finding";
import { type CustomerKey, customerKeyConfig, isCustomerKey, toKey } from "../../lib/rule/customer-key";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const logsCmk = resourceRule<CustomerKey>({
  name: "logs-cmk",
  displayName: "Log groups use a customer managed key",
  description:
    "Log groups should encrypt with a customer managed key. The key policy then decides who reads build logs.",
  severity: "medium",
  enforcementLevel: "advisory",
  remediationSteps: "Set kmsKeyId to the ARN of a customer managed key that CloudWatch Logs may use.",
  remediation: "sets kmsKeyId to this policy's keyArn",
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
  tags: ["logs", "encryption", "kms"],
  equivalentChecks: {
    checkov: ["CKV_AWS_158"],
    cdkNag: ["CloudWatchLogGroupEncrypted"],
    guard: ["CLOUDWATCH_LOG_GROUP_ENCRYPTED"],
    config: ["CLOUDWATCH_LOG_GROUP_ENCRYPTED"],
    trivy: ["AWS-0017"],
    prowler: ["cloudwatch_log_group_kms_encryption_enabled"],
  },
  types: ["aws:cloudwatch/logGroup:LogGroup"],
  config: customerKeyConfig,
  judge: encryptedWithCustomerKey,
});

function encryptedWithCustomerKey({ props }: JudgedResource, config: CustomerKey): Finding[] {
  return isCustomerKey(props.kmsKeyId)
    ? []
    : [
        violation(
          "kmsKeyId",
          "should be the ARN of a customer managed KMS key: absent means a key of the service",
          toKey("kmsKeyId", config),
        ),
      ];
}
