import { at, itemsOf, unknownValue } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const codedeployAutoRollback = resourceRule({
  name: "codedeploy-auto-rollback",
  displayName: "Failed deployments roll back",
  description:
    "CodeDeploy deployment groups should roll back failed deployments. Otherwise a broken revision stays in service.",
  severity: "medium",
  enforcementLevel: "advisory",
  remediationSteps: "Set autoRollbackConfiguration to { enabled: true, events: [DEPLOYMENT_FAILURE] }.",
  remediation: "enables autoRollbackConfiguration for DEPLOYMENT_FAILURE",
  url: "https://docs.aws.amazon.com/codedeploy/latest/userguide/deployments-rollback-and-redeploy.html",
  tags: ["codedeploy", "rollback"],
  equivalentChecks: { config: ["CODEDEPLOY_AUTO_ROLLBACK_MONITOR_ENABLED"] },
  types: ["aws:codedeploy/deploymentGroup:DeploymentGroup"],
  judge: rollsBack,
});

function rollsBack({ props: { autoRollbackConfiguration: settings } }: JudgedResource): Finding[] {
  const path = "autoRollbackConfiguration";
  const enabled = at(settings, "enabled");
  const events = itemsOf(at(settings, "events"));
  const isUnsure = events.includes(unknownValue) && !events.includes("DEPLOYMENT_FAILURE");
  if (enabled === unknownValue || (enabled === true && isUnsure)) {
    return [unknownAt(`${path}.${enabled === unknownValue ? "enabled" : "events"}`)];
  }
  return enabled === true && events.includes("DEPLOYMENT_FAILURE")
    ? []
    : [
        violation(path, "should be enabled, with DEPLOYMENT_FAILURE among its events", {
          [path]: { enabled: true, events: ["DEPLOYMENT_FAILURE"] },
        }),
      ];
}
