import { at, isSet, itemsOf, type Properties, textOf, unknownValue } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

const groupType = "aws:codedeploy/deploymentGroup:DeploymentGroup";

export const codedeployNoAllAtOnce = resourceRule({
  name: "codedeploy-no-all-at-once",
  displayName: "Deployments shift traffic in steps",
  description:
    "CodeDeploy should deploy in steps. An all-at-once deployment exposes every user before an alarm can stop it.",
  severity: "medium",
  enforcementLevel: "advisory",
  remediationSteps:
    "Set deploymentConfigName to a configuration other than AllAtOnce. In your own configuration, keep minimumHealthyHosts above 0 or shift traffic in steps.",
  url: "https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html",
  tags: ["codedeploy", "rollback"],
  equivalentChecks: {
    config: ["CODEDEPLOY_LAMBDA_ALLATONCE_TRAFFIC_SHIFT_DISABLED", "CODEDEPLOY_EC2_MINIMUM_HEALTHY_HOSTS_CONFIGURED"],
  },
  types: [groupType, "aws:codedeploy/deploymentConfig:DeploymentConfig"],
  judge: ({ type, props }: JudgedResource) => (type === groupType ? judgeGroup(props) : judgeConfig(props)),
});

function judgeGroup(group: Properties): Finding[] {
  const name = group.deploymentConfigName;
  if (name === unknownValue) {
    return [unknownAt("deploymentConfigName")];
  }
  return /AllAtOnce$/i.test(textOf(name)) || (!isSet(name) && shiftsTraffic(group))
    ? [violation("deploymentConfigName", "should name a configuration that deploys in steps, not all at once")]
    : [];
}

/** Groups of ECS and Lambda name no servers. Their default configuration shifts all traffic at once. */
function shiftsTraffic(group: Properties): boolean {
  const servers = ["ec2TagFilters", "ec2TagSets", "onPremisesInstanceTagFilters", "autoscalingGroups"];
  return (
    isSet(group.ecsService) ||
    (at(group.deploymentStyle, "deploymentType") === "BLUE_GREEN" &&
      servers.every((property) => itemsOf(group[property]).length === 0))
  );
}

function judgeConfig({ computePlatform, minimumHealthyHosts, trafficRoutingConfig }: Properties): Finding[] {
  const onServers = !isSet(computePlatform) || computePlatform === "Server";
  const path = onServers ? "minimumHealthyHosts.value" : "trafficRoutingConfig.type";
  const value = onServers ? at(minimumHealthyHosts, "value") : at(trafficRoutingConfig, "type");
  if (computePlatform === unknownValue || value === unknownValue) {
    return [unknownAt(computePlatform === unknownValue ? "computePlatform" : path)];
  }
  return (onServers ? typeof value === "number" && value > 0 : isSet(value) && value !== "AllAtOnce")
    ? []
    : [violation(path, onServers ? "should be above 0" : "should be TimeBasedCanary or TimeBasedLinear")];
}
