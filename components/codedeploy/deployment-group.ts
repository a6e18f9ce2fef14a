import * as codedeploy from "@pulumi/aws/codedeploy";
import type { codedeploy as inputs } from "@pulumi/aws/types/input";
import * as pulumi from "@pulumi/pulumi";
import { deploymentGroupArn } from "../aws/arn";
import { noteCreated } from "../aws/created-resources";
import { type RoleSettings, roleSettingsProblems } from "../aws/role-settings";
import { type AwsScope, type ScopeArgs, scopeOf, scopeProblems } from "../aws/scope";
import { createRole } from "../iam/role";
import { rolePolicies, rolePolicyProblems } from "../iam/role-policies";
import { readInput } from "../schema/lenient";
import type { Problem } from "../schema/problem";
import { refuse, requireKinds, requireValue } from "../schema/refuse";
import { otherTags, tagProblems } from "../schema/tags";
import type { AppSpec } from "./appspec";
import { containerProblems, groupAppSpecProblems, hookFunctionsOf } from "./group-appspec";
import { type DeploymentTarget, planGroup, rollbackEventsOf } from "./group-plan";
import { type GroupModel, type GroupSettings, groupProblems, groupSchema } from "./group-settings";
import { canonicalAppSpec } from "./validate-appspec";

/** The listeners that move the traffic of an ECS service. */
export interface DeploymentListeners {
  /** The ARN of the listener for users. */
  production: pulumi.Input<string>;
  /**
   * The ARN of the listener for tests of the new tasks.
   * @default - none
   */
  test?: pulumi.Input<string> | undefined;
}

/** The arguments of a {@link DeploymentGroup}. */
export interface DeploymentGroupArgs extends ScopeArgs, RoleSettings, GroupSettings {
  /**
   * The listeners of an ECS service. Other platforms have none.
   * @default - none
   */
  listenerArns?: DeploymentListeners | undefined;
  /**
   * The AppSpec of the deployments, an object or a file that {@link readAppSpec} reads. The group checks it against
   * `target`, and CodeDeploy may call the functions of its hooks.
   * @default - none: nothing checks the AppSpec, and `hookFunctionNames` names the hooks
   */
  appSpec?: AppSpec | undefined;
  /**
   * The containers of the task definition of an ECS service: `taskDefinition.containerDefinitions`. Container and port of
   * `appSpec` must be among them.
   * @default - not checked
   */
  containerDefinitions?: pulumi.Input<string> | undefined;
  /**
   * Resources to create before the group. CodeDeploy refuses a service, a target group or a topic that does not exist.
   * @default - none
   */
  startAfter?: pulumi.Input<pulumi.Resource>[] | undefined;
  /**
   * Tags of every taggable resource.
   * @default - none
   */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/**
 * Creates a CodeDeploy deployment group for servers, Lambda functions or an ECS service, with its application, its
 * deployment configuration and the role of CodeDeploy.
 *
 * @throws RunError listing every invalid argument.
 * @example
 * ```ts
 * const group = new DeploymentGroup("shop", {
 *   account: "111122223333",
 *   region: "eu-central-1",
 *   target: { platform: "Lambda", functionNames: ["shop"] },
 *   alarmNames: ["shop-errors"],
 * });
 * ```
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-groups.html
 */
export class DeploymentGroup extends pulumi.ComponentResource implements DeploymentTarget {
  /** The compute platform: `Lambda`, `ECS` or `Server`. */
  readonly platform: DeploymentTarget["platform"];
  /** The name of the application, plain: for actions of pipelines. */
  readonly applicationName: string;
  /** The name of the group, plain: for actions of pipelines. */
  readonly groupName: string;
  /** The name of the deployment configuration, plain: for `deploymentConfigName` of actions. */
  readonly configurationName: string;
  /** The ARNs of the task and execution roles of an ECS service, plain: for actions of pipelines. */
  readonly passRoleArns: readonly string[] | undefined;
  /** The functions that CodeDeploy deploys, plain. */
  readonly functionNames: readonly string[] | undefined;
  /** The functions that CodeDeploy may call as hooks, plain. */
  readonly hookFunctionNames: readonly string[] | undefined;
  /** The ARN of the role that CodeDeploy assumes. */
  readonly serviceRoleArn: pulumi.Output<string>;

  constructor(name: string, args: DeploymentGroupArgs, opts?: pulumi.ComponentResourceOptions) {
    requireKinds("DeploymentGroup", name, args);
    const scope = scopeOf(args);
    const { listenerArns, startAfter = [], tags, appSpec, containerDefinitions } = args;
    const model = readGroup(name, args, scope);
    const { platform, applicationName, groupName, configurationName, ...plan } = planGroup(scope, name, model);
    const policies = rolePolicies(plan.role.statements, scope.managedPoliciesOnly);
    refuse(`DeploymentGroup ${name}`, rolePolicyProblems("target", policies));
    // Resources that the group waits for may wait for its role, so the component must not wait for them.
    super("aws-pipelines:index:DeploymentGroup", name, {}, opts);
    const { region } = scope;
    const child = { parent: this };
    noteCreated(deploymentGroupArn(scope, applicationName, groupName), this);
    if (appSpec !== undefined && typeof containerDefinitions === "object") {
      // The task definition is an output, which is known where its inputs are.
      pulumi
        .output(containerDefinitions)
        .apply((text) => refuse(`DeploymentGroup ${name}`, containerProblems(canonicalAppSpec(appSpec), text)));
    }
    const { role, ready } = createRole(
      `${name}-role`,
      {
        roleName: plan.role.roleName,
        description: `CodeDeploy for ${groupName} of ${applicationName}`,
        trust: plan.role.trust,
        policies,
        settings: scope,
        tags,
      },
      child,
    );
    const before: pulumi.Input<pulumi.Resource>[] = [...ready, ...startAfter];
    if (plan.createsApplication) {
      const settings = { region, name: applicationName, computePlatform: platform, tags };
      before.push(new codedeploy.Application(`${name}-application`, settings, child));
    }
    if (model.newConfiguration !== undefined) {
      before.push(
        new codedeploy.DeploymentConfig(
          `${name}-configuration`,
          {
            region,
            deploymentConfigName: configurationName,
            computePlatform: platform,
            ...configurationOf(model.newConfiguration),
          },
          child,
        ),
      );
    }
    const events = rollbackEventsOf(model);
    const { alarmNames } = model;
    new codedeploy.DeploymentGroup(
      name,
      {
        region,
        appName: applicationName,
        deploymentGroupName: groupName,
        deploymentConfigName: configurationName,
        serviceRoleArn: role.arn,
        ...targetOf(model.target, listenerArns),
        ...(alarmNames.length > 0 && { alarmConfiguration: { enabled: true, alarms: alarmNames } }),
        ...(events.length > 0 && { autoRollbackConfiguration: { enabled: true, events } }),
        triggerConfigurations: Object.entries(model.triggers).map(([triggerName, trigger]) => ({
          triggerName,
          triggerTargetArn: trigger.topicArn,
          triggerEvents: trigger.events,
        })),
        tags,
      },
      // A deployment puts its new Auto Scaling group in the place of the old one.
      { ...child, dependsOn: before, ...(movesGroups(model) && { ignoreChanges: ["autoscalingGroups"] }) },
    );

    this.platform = platform;
    const { target } = model;
    this.passRoleArns = target.platform === "ECS" ? target.passRoleArns : undefined;
    this.functionNames = target.platform === "Lambda" ? target.functionNames : undefined;
    this.hookFunctionNames = target.platform === "Server" ? undefined : target.hookFunctionNames;
    this.applicationName = applicationName;
    this.groupName = groupName;
    this.configurationName = configurationName;
    this.serviceRoleArn = role.arn;
    this.registerOutputs({ serviceRoleArn: this.serviceRoleArn });
  }
}

function movesGroups({ target }: GroupModel): boolean {
  return target.platform === "Server" && target.blueGreen !== undefined && target.autoScalingGroupNames.length > 0;
}

function configurationOf(
  configuration: NonNullable<GroupModel["newConfiguration"]>,
): Pick<codedeploy.DeploymentConfigArgs, "minimumHealthyHosts" | "trafficRoutingConfig" | "zonalConfig"> {
  const { type } = configuration;
  const zonal = "zones" in configuration && configuration.zones && { zonalConfig: zonalOf(configuration.zones) };
  switch (type) {
    case "canary": {
      const timeBasedCanary = { percentage: configuration.percentage, interval: configuration.minutes };
      return { trafficRoutingConfig: { type: "TimeBasedCanary", timeBasedCanary } };
    }
    case "linear": {
      const timeBasedLinear = { percentage: configuration.percentage, interval: configuration.minutes };
      return { trafficRoutingConfig: { type: "TimeBasedLinear", timeBasedLinear } };
    }
    case "healthyHostCount":
    case "healthyHostPercent":
      return { minimumHealthyHosts: healthyHosts(configuration), ...zonal };
  }
}

type HostConfiguration = Extract<NonNullable<GroupModel["newConfiguration"]>, { value: number }>;

function healthyHosts({ type, value }: Pick<HostConfiguration, "type" | "value">) {
  return { type: type === "healthyHostCount" ? "HOST_COUNT" : "FLEET_PERCENT", value };
}

function zonalOf(zones: NonNullable<HostConfiguration["zones"]>): codedeploy.DeploymentConfigArgs["zonalConfig"] {
  const { firstZoneMonitorSeconds, monitorSeconds, healthyHosts: hosts } = zones;
  return {
    ...(firstZoneMonitorSeconds !== undefined && { firstZoneMonitorDurationInSeconds: firstZoneMonitorSeconds }),
    ...(monitorSeconds !== undefined && { monitorDurationInSeconds: monitorSeconds }),
    ...(hosts && { minimumHealthyHostsPerZone: healthyHosts(hosts) }),
  };
}

const blueGreen = { deploymentType: "BLUE_GREEN", deploymentOption: "WITH_TRAFFIC_CONTROL" };

function targetOf(
  target: GroupModel["target"],
  listenerArns: DeploymentListeners | undefined,
): Partial<codedeploy.DeploymentGroupArgs> {
  switch (target.platform) {
    case "Server":
      return serversOf(target);
    case "Lambda":
      return { deploymentStyle: blueGreen };
    case "ECS": {
      const { clusterName, serviceName, targetGroupNames, terminateAfterMinutes } = target;
      const { production, test } = listenerArns ?? {};
      return {
        deploymentStyle: blueGreen,
        ecsService: { clusterName, serviceName },
        blueGreenDeploymentConfig: {
          deploymentReadyOption: readyOption(target),
          terminateBlueInstancesOnDeploymentSuccess: {
            action: "TERMINATE",
            terminationWaitTimeInMinutes: terminateAfterMinutes,
          },
        },
        loadBalancerInfo: {
          targetGroupPairInfo: {
            prodTrafficRoute: { listenerArns: production === undefined ? [] : [production] },
            ...(test !== undefined && { testTrafficRoute: { listenerArns: [test] } }),
            targetGroups: targetGroupNames.map((targetGroup) => ({ name: targetGroup })),
          },
        },
      };
    }
  }
}

function readyOption({ confirmWithinMinutes }: { confirmWithinMinutes?: number | undefined }) {
  return confirmWithinMinutes === undefined
    ? { actionOnTimeout: "CONTINUE_DEPLOYMENT" }
    : { actionOnTimeout: "STOP_DEPLOYMENT", waitTimeInMinutes: confirmWithinMinutes };
}

type Servers = Extract<GroupModel["target"], { platform: "Server" }>;

function newFleet(settings: NonNullable<Servers["blueGreen"]>): Partial<codedeploy.DeploymentGroupArgs> {
  const { greenFleet, oldInstances, terminateAfterMinutes = 30 } = settings;
  return {
    deploymentStyle: blueGreen,
    blueGreenDeploymentConfig: {
      deploymentReadyOption: readyOption(settings),
      greenFleetProvisioningOption: { action: greenFleet },
      terminateBlueInstancesOnDeploymentSuccess: {
        action: oldInstances,
        ...(oldInstances === "TERMINATE" && { terminationWaitTimeInMinutes: terminateAfterMinutes }),
      },
    },
  };
}

function serversOf(target: Servers): Partial<codedeploy.DeploymentGroupArgs> {
  const { tagSets, onPremisesTags, autoScalingGroupNames, targetGroupNames, classicLoadBalancerNames } = target;
  const isBalanced = targetGroupNames.length + classicLoadBalancerNames.length > 0;
  return {
    deploymentStyle: {
      deploymentType: "IN_PLACE",
      deploymentOption: isBalanced ? "WITH_TRAFFIC_CONTROL" : "WITHOUT_TRAFFIC_CONTROL",
    },
    ...(target.blueGreen && newFleet(target.blueGreen)),
    ...(target.outdatedInstances && { outdatedInstancesStrategy: target.outdatedInstances }),
    ...(tagSets.length > 0 && { ec2TagSets: tagSets.map((set) => ({ ec2TagFilters: set.map(tagFilter) })) }),
    ...(onPremisesTags !== undefined && { onPremisesInstanceTagFilters: onPremisesTags.map(tagFilter) }),
    ...(autoScalingGroupNames.length > 0 && { autoscalingGroups: autoScalingGroupNames }),
    ...(target.terminationHook && { terminationHookEnabled: true }),
    ...(targetGroupNames.length > 0 && {
      loadBalancerInfo: { targetGroupInfos: targetGroupNames.map((group) => ({ name: group })) },
    }),
    ...(classicLoadBalancerNames.length > 0 && {
      loadBalancerInfo: { elbInfos: classicLoadBalancerNames.map((balancer) => ({ name: balancer })) },
    }),
  };
}

function tagFilter({ key, value }: { key: string; value?: string | undefined }): inputs.DeploymentGroupEc2TagFilter {
  return value === undefined ? { key, type: "KEY_ONLY" } : { key, value, type: "KEY_AND_VALUE" };
}

function readGroup(name: string, args: DeploymentGroupArgs, place: AwsScope): GroupModel {
  const { account: _, region, partition, rolePath, permissionsBoundaryArn, managedPoliciesOnly, ...others } = args;
  const { listenerArns, startAfter, tags, appSpec, containerDefinitions, ...settings } = others;
  // The name of the component must be one that CodeDeploy takes.
  const { value, problems } = readInput(groupSchema, { groupName: name, ...settings });
  const subject = `DeploymentGroup ${name}`;
  const model = requireValue(subject, {
    value,
    problems: [
      ...scopeProblems(args),
      ...problems,
      ...roleSettingsProblems(args, place.account),
      ...tagProblems(tags, otherTags),
    ],
  });
  const specProblems = appSpec === undefined ? [] : groupAppSpecProblems(model.target, appSpec, place);
  refuse(subject, [
    ...groupProblems(model, place.account, listenerArns !== undefined),
    ...specProblems,
    ...containersProblems(model, args, specProblems.length > 0),
  ]);
  return appSpec === undefined ? model : withHooks(model, hookFunctionsOf(canonicalAppSpec(appSpec)));
}

function containersProblems(
  { target }: GroupModel,
  { appSpec, containerDefinitions }: DeploymentGroupArgs,
  isRefused: boolean,
): Problem[] {
  const path = "containerDefinitions";
  if (containerDefinitions === undefined || isRefused) {
    return [];
  }
  if (target.platform !== "ECS" || appSpec === undefined) {
    const reason =
      target.platform === "ECS" ? "is given without appSpec: give both" : `is given for ${target.platform}: remove it`;
    return [{ path, reason }];
  }
  return typeof containerDefinitions === "string"
    ? containerProblems(canonicalAppSpec(appSpec), containerDefinitions)
    : [];
}

/** CodeDeploy calls the hooks of the AppSpec too. */
function withHooks(model: GroupModel, hooks: readonly string[]): GroupModel {
  const { target } = model;
  return target.platform === "Server"
    ? model
    : { ...model, target: { ...target, hookFunctionNames: [...new Set([...target.hookFunctionNames, ...hooks])] } };
}
