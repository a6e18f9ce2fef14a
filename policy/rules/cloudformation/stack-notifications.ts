import { itemsOf } from "../../iam/value";
import { type Finding, violation } from "../../lib/facts/finding";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const cfnStackNotifications = resourceRule({
  name: "cfn-stack-notifications",
  displayName: "Stacks send their events to a topic",
  description:
    "CloudFormation stacks should send their events to an SNS topic. Subscribers then hear of a failed update at once.",
  severity: "low",
  enforcementLevel: "advisory",
  remediationSteps: "Set notificationArns to the ARN of an SNS topic with subscribers.",
  url: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-console-create-stack.html",
  tags: ["cloudformation", "observability"],
  equivalentChecks: {
    checkov: ["CKV_AWS_124"],
    securityHub: ["CloudFormation.1"],
    config: ["CLOUDFORMATION_STACK_NOTIFICATION_CHECK"],
    owasp: ["SEC-10"],
  },
  types: ["aws:cloudformation/stack:Stack"],
  judge: notifies,
});

function notifies({ props: { notificationArns } }: JudgedResource): Finding[] {
  return itemsOf(notificationArns).length > 0
    ? []
    : [violation("notificationArns", "should name the SNS topic that hears of the stack's events")];
}
