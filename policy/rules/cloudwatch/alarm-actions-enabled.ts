import type { Finding } from "../../lib/facts/finding";
import { expectation } from "../../lib/rule/expectation";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const alarmActionsEnabled = resourceRule({
  name: "alarm-actions-enabled",
  displayName: "CloudWatch alarms have their actions enabled",
  description: "CloudWatch alarms should keep their actions enabled. An alarm without actions notifies nobody.",
  severity: "low",
  enforcementLevel: "advisory",
  remediationSteps: "Remove actionsEnabled, or set it to true.",
  remediation: "sets actionsEnabled to true",
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html",
  tags: ["cloudwatch", "monitoring"],
  equivalentChecks: {
    checkov: ["CKV_AWS_319"],
    securityHub: ["CloudWatch.17"],
    config: ["CLOUDWATCH_ALARM_ACTION_ENABLED_CHECK"],
    prowler: ["cloudwatch_alarm_actions_enabled"],
  },
  types: ["aws:cloudwatch/metricAlarm:MetricAlarm"],
  judge: acts,
});

function acts({ props }: JudgedResource): Finding[] {
  const enabled = props.actionsEnabled;
  return expectation("actionsEnabled", enabled, enabled !== false, "should be absent or true: remove it", {
    actionsEnabled: true,
  });
}
