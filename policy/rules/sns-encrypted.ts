import { type Finding, violation } from "../lib/finding";
import { type JudgedResource, resourceRule } from "../lib/rule";
import { isSet } from "../lib/value";

export const snsEncrypted = resourceRule({
  name: "sns-encrypted",
  displayName: "SNS topics are encrypted",
  description: "SNS topics should encrypt their messages: without a key AWS keeps them as they came.",
  severity: "medium",
  enforcementLevel: "mandatory",
  remediationSteps: "Set kmsMasterKeyId to a customer managed key that the publishers may use.",
  url: "https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html",
  tags: ["sns", "encryption", "kms"],
  peers: {
    checkov: ["CKV_AWS_26"],
    cdkNag: ["SNSEncryptedKMS"],
    guard: ["SNS_ENCRYPTED_KMS"],
    securityHub: ["SNS.1"],
    config: ["SNS_ENCRYPTED_KMS"],
    trivy: ["AWS-0095"],
    prowler: ["sns_topics_kms_encryption_at_rest_enabled"],
  },
  types: ["aws:sns/topic:Topic"],
  judge: encrypted,
});

function encrypted({ props }: JudgedResource): Finding[] {
  return isSet(props.kmsMasterKeyId)
    ? []
    : [violation("kmsMasterKeyId", "should be a customer managed KMS key: absent means no encryption")];
}
