import { at, isSet } from "../../iam/value";
import { type Finding, violation } from "../../lib/facts/finding";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const eventsTargetDlq = resourceRule({
  name: "events-target-dlq",
  displayName: "Event targets have a dead-letter queue",
  description:
    "EventBridge targets should have a dead-letter queue. EventBridge drops an undelivered event after 24 hours.",
  severity: "low",
  enforcementLevel: "disabled",
  remediationSteps: "Set deadLetterConfig.arn to the ARN of an SQS queue that EventBridge may send to.",
  url: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html",
  tags: ["events", "reliability"],
  equivalentChecks: { cdkNag: ["EventBusDLQ"] },
  types: ["aws:cloudwatch/eventTarget:EventTarget"],
  judge: keepsEvents,
});

function keepsEvents({ props: { deadLetterConfig } }: JudgedResource): Finding[] {
  return isSet(at(deadLetterConfig, "arn"))
    ? []
    : [violation("deadLetterConfig.arn", "should be the ARN of a queue for events that cannot be delivered")];
}
