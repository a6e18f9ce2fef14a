import { isSet } from "../../iam/value";
import { type Finding, violation } from "../../lib/facts/finding";
import { type CustomerKey, customerKeyConfig, toKey } from "../../lib/rule/customer-key";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const snsEncrypted = resourceRule<CustomerKey>({
  name: "sns-encrypted",
  displayName: "SNS topics are encrypted",
  description: "SNS topics should encrypt their messages. Without a key, SNS stores messages in plain text.",
  severity: "medium",
  enforcementLevel: "mandatory",
  remediationSteps: "Set kmsMasterKeyId to a customer managed key that the publishers may use.",
  remediation: "sets kmsMasterKeyId to this policy's keyArn",
  url: "https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html",
  tags: ["sns", "encryption", "kms"],
  equivalentChecks: {
    checkov: ["CKV_AWS_26"],
    cdkNag: ["SNSEncryptedKMS"],
    guard: ["SNS_ENCRYPTED_KMS"],
    securityHub: ["SNS.1"],
    config: ["SNS_ENCRYPTED_KMS"],
    trivy: ["AWS-0095"],
    prowler: ["sns_topics_kms_encryption_at_rest_enabled"],
  },
  types: ["aws:sns/topic:Topic"],
  config: customerKeyConfig,
  judge: encrypted,
});

function encrypted({ props }: JudgedResource, config: CustomerKey): Finding[] {
  return isSet(props.kmsMasterKeyId)
    ? []
    : [
        violation(
          "kmsMasterKeyId",
          "should be a customer managed KMS key: absent means no encryption",
          toKey("kmsMasterKeyId", config),
        ),
      ];
}
