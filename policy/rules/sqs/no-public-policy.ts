import { isEveryAction } from "../../iam/action-table";
import type { Statement } from "../../iam/document";
import { type Located, textOf } from "../../iam/value";
import type { Finding } from "../../lib/facts/finding";
import { namesNobodyAtLarge, sharesWithNamed } from "../../lib/iam/public-principal";
import { expectation } from "../../lib/rule/expectation";
import { resourceRule } from "../../lib/rule/rule";

export const sqsNoPublicPolicy = resourceRule({
  name: "sqs-no-public-policy",
  displayName: "Queue policies name principals and actions",
  description: "Queue policies should name principals and actions. A wildcard lets everybody read or purge the queue.",
  severity: "high",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Name principals and actions, or require aws:SourceArn or aws:SourceAccount with StringEquals or ArnEquals.",
  url: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html",
  tags: ["sqs", "public-access"],
  equivalentChecks: {
    checkov: ["CKV_AWS_168", "CKV_AWS_387", "CKV_AWS_72"],
    guard: ["SQS_QUEUEPOLICY_NO_WILDCARD_PRINCIPAL", "SQS_QUEUEPOLICY_NO_WILDCARD_ACTION"],
    securityHub: ["SQS.3"],
    trivy: ["AWS-0097"],
    prowler: ["sqs_queues_not_publicly_accessible"],
  },
  types: ["aws:sqs/queuePolicy:QueuePolicy", "aws:sqs/queue:Queue"],
  judge: sharesWithNamed(namesWhomAndWhat),
});

function namesWhomAndWhat(statement: Statement): Finding[] {
  return [...namesNobodyAtLarge(statement), ...statement.actions.flatMap(judgeAction)];
}

function judgeAction({ path, value }: Located): Finding[] {
  return expectation(path, value, !isEveryAction(textOf(value)), "should name the actions that are needed, not all");
}
