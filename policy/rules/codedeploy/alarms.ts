import { at, itemsOf, unknownValue } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const codedeployAlarms = resourceRule({
  name: "codedeploy-alarms",
  displayName: "Deployment groups have alarms",
  description:
    "CodeDeploy deployment groups should name alarms. Without alarms, only a failed deployment step stops a deployment.",
  severity: "low",
  enforcementLevel: "advisory",
  remediationSteps: "Set alarmConfiguration to { enabled: true, alarms: [...] }, without ignorePollAlarmFailure.",
  url: "https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-groups-configure-advanced-options.html",
  tags: ["codedeploy", "monitoring"],
  equivalentChecks: { config: ["CODEDEPLOY_AUTO_ROLLBACK_MONITOR_ENABLED"] },
  types: ["aws:codedeploy/deploymentGroup:DeploymentGroup"],
  judge: alarmsStop,
});

function alarmsStop({ props: { alarmConfiguration: settings } }: JudgedResource): Finding[] {
  const path = "alarmConfiguration";
  const enabled = at(settings, "enabled");
  const ignored = at(settings, "ignorePollAlarmFailure");
  if (enabled === unknownValue) {
    return [unknownAt(`${path}.enabled`)];
  }
  if (enabled !== true || itemsOf(at(settings, "alarms")).length === 0) {
    return [violation(path, "should be enabled and name alarms")];
  }
  if (ignored === unknownValue) {
    return [unknownAt(`${path}.ignorePollAlarmFailure`)];
  }
  return ignored === true
    ? [
        violation(
          `${path}.ignorePollAlarmFailure`,
          "should be absent or false: alarms that cannot be read must stop too",
        ),
      ]
    : [];
}
