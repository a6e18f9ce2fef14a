import { isSet } from "../../iam/value";
import type { Finding } from "../../lib/facts/finding";
import { expectation } from "../../lib/rule/expectation";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const sqsEncrypted = resourceRule({
  name: "sqs-encrypted",
  displayName: "SQS queues are encrypted",
  description: "SQS queues should state their encryption. AWS's default for new queues can be switched off.",
  severity: "medium",
  enforcementLevel: "advisory",
  remediationSteps: "Set sqsManagedSseEnabled to true, or kmsMasterKeyId to a KMS key.",
  remediation: "sets sqsManagedSseEnabled to true",
  url: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html",
  tags: ["sqs", "encryption"],
  equivalentChecks: {
    checkov: ["CKV_AWS_27", "CKV2_AWS_73"],
    cdkNag: ["SQSQueueSSE"],
    guard: ["SQS_QUEUE_KMS_MASTER_KEY_ID_RULE"],
    securityHub: ["SQS.1"],
    trivy: ["AWS-0096", "AWS-0135"],
    prowler: ["sqs_queues_server_side_encryption_enabled"],
  },
  types: ["aws:sqs/queue:Queue"],
  judge: encrypted,
});

function encrypted({ props }: JudgedResource): Finding[] {
  const managed = props.sqsManagedSseEnabled;
  return isSet(props.kmsMasterKeyId)
    ? []
    : expectation("sqsManagedSseEnabled", managed, managed === true, "should be true, or kmsMasterKeyId name a key", {
        sqsManagedSseEnabled: true,
      });
}
