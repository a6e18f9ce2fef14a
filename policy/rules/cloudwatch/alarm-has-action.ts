import { isSet, itemsOf } from "../../iam/value";
import { type Finding, violation } from "../../lib/facts/finding";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const alarmHasAction = resourceRule({
  name: "alarm-has-action",
  displayName: "CloudWatch alarms have an action",
  description: "CloudWatch alarms should have an action. Without one, an alarm changes state and notifies nobody.",
  severity: "low",
  enforcementLevel: "advisory",
  remediationSteps: "Set alarmActions to the ARN of an SNS topic with subscribers.",
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html",
  tags: ["cloudwatch", "monitoring"],
  equivalentChecks: {
    cdkNag: ["CloudWatchAlarmAction"],
    guard: ["CLOUDWATCH_ALARM_ACTION_CHECK"],
    securityHub: ["CloudWatch.15"],
    config: ["CLOUDWATCH_ALARM_ACTION_CHECK"],
    prowler: ["cloudwatch_alarm_actions_alarm_state_configured"],
  },
  types: ["aws:cloudwatch/metricAlarm:MetricAlarm"],
  judge: tellsSomebody,
});

const actions = ["alarmActions", "okActions", "insufficientDataActions"];

function tellsSomebody({ props }: JudgedResource): Finding[] {
  return actions.some((property) => itemsOf(props[property]).some(isSet))
    ? []
    : [violation("alarmActions", "should name an action, such as the ARN of an SNS topic")];
}
