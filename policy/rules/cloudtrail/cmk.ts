import { type Finding, violation } from "../../lib/facts/finding";
import { type CustomerKey, customerKeyConfig, isCustomerKey, toKey } from "../../lib/rule/customer-key";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const cloudtrailCmk = resourceRule<CustomerKey>({
  name: "cloudtrail-cmk",
  displayName: "Trails use a customer managed key",
  description:
    "Trails should encrypt with a customer managed key. The key policy then decides who reads the audit log.",
  severity: "medium",
  enforcementLevel: "mandatory",
  remediationSteps: "Set kmsKeyId to the ARN of a customer managed key that CloudTrail may use.",
  remediation: "sets kmsKeyId to this policy's keyArn",
  url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/encrypting-cloudtrail-log-files-with-aws-kms.html",
  tags: ["cloudtrail", "encryption", "kms"],
  equivalentChecks: {
    checkov: ["CKV_AWS_35"],
    cdkNag: ["CloudTrailEncryptionEnabled"],
    guard: ["CLOUD_TRAIL_ENCRYPTION_ENABLED"],
    securityHub: ["CloudTrail.2"],
    config: ["CLOUD_TRAIL_ENCRYPTION_ENABLED"],
    trivy: ["AWS-0015"],
    prowler: ["cloudtrail_kms_encryption_enabled"],
    owasp: ["SEC-10"],
  },
  types: ["aws:cloudtrail/trail:Trail"],
  config: customerKeyConfig,
  judge: encryptedWithCustomerKey,
});

function encryptedWithCustomerKey({ props }: JudgedResource, config: CustomerKey): Finding[] {
  return isCustomerKey(props.kmsKeyId)
    ? []
    : [
        violation(
          "kmsKeyId",
          "should be the ARN of a customer managed KMS key: absent means SSE-S3",
          toKey("kmsKeyId", config),
        ),
      ];
}
