import assert from "node:assert/strict";
import { RunError } from "@pulumi/pulumi";
import type { AppSpec } from "../../../components/codedeploy/appspec";
import { DeploymentGroup, type DeploymentGroupArgs } from "../../../components/codedeploy/deployment-group";
import { counts, only, record, resolved } from "../../support/recorder";

const groupType = "aws:codedeploy/deploymentGroup:DeploymentGroup";
const least: DeploymentGroupArgs = {
  account: "111122223333",
  region: "eu-central-1",
  target: { platform: "Lambda", functionNames: ["shop"] },
};
const listener = (id: string) => `arn:aws:elasticloadbalancing:eu-central-1:111122223333:listener/app/front/1/${id}`;

const made: DeploymentGroup[] = [];
const build = (args: Partial<DeploymentGroupArgs> = {}) =>
  record({ preview: true }, (opts) => made.push(new DeploymentGroup("shop", { ...least, ...args }, opts)));

describe("DeploymentGroup", () => {
  it("shifts the traffic of a function in steps and rolls failures back by default", async () => {
    const recorded = await build();
    assert.deepEqual(counts(recorded), {
      "aws:codedeploy/application:Application": 1,
      [groupType]: 1,
      "aws:iam/role:Role": 1,
      "aws:iam/rolePolicy:RolePolicy": 1,
    });
    const application = only(recorded, "aws:codedeploy/application:Application", "shop-application");
    assert.deepEqual(application.inputs, { region: "eu-central-1", name: "shop", computePlatform: "Lambda" });
    const { inputs, dependsOn } = only(recorded, groupType, "shop");
    assert.deepEqual(dependsOn.toSorted(), ["shop-application", "shop-role", "shop-role-policy"]);
    const { serviceRoleArn, ...others } = inputs;
    assert.ok(serviceRoleArn);
    assert.deepEqual(others, {
      region: "eu-central-1",
      appName: "shop",
      deploymentGroupName: "shop",
      deploymentConfigName: "CodeDeployDefault.LambdaCanary10Percent5Minutes",
      deploymentStyle: { deploymentType: "BLUE_GREEN", deploymentOption: "WITH_TRAFFIC_CONTROL" },
      autoRollbackConfiguration: { enabled: true, events: ["DEPLOYMENT_FAILURE"] },
      triggerConfigurations: [],
    });
    const { applicationName, groupName, configurationName } = made.at(-1) ?? {};
    assert.deepEqual(
      [applicationName, groupName, configurationName],
      ["shop", "shop", "CodeDeployDefault.LambdaCanary10Percent5Minutes"],
    );
  });

  it("moves a service between two target groups, with alarms, a trigger and a configuration of its own", async () => {
    const topicArn = "arn:aws:sns:eu-central-1:111122223333:team";
    const recorded = await build({
      target: {
        platform: "ECS",
        clusterName: "shop",
        serviceName: "web",
        loadBalancerName: "front",
        targetGroupNames: ["blue", "green"],
        passRoleArns: ["arn:aws:iam::111122223333:role/task"],
        confirmWithinMinutes: 60,
      },
      listenerArns: { production: listener("a"), test: listener("b") },
      newConfiguration: { type: "canary", percentage: 20, minutes: 15 },
      alarmNames: ["errors"],
      triggers: { team: { topicArn, events: ["DeploymentFailure"] } },
    });
    const configuration = only(recorded, "aws:codedeploy/deploymentConfig:DeploymentConfig", "shop-configuration");
    assert.deepEqual(configuration.inputs, {
      region: "eu-central-1",
      deploymentConfigName: "shop-shop-canary-20-15",
      computePlatform: "ECS",
      trafficRoutingConfig: { type: "TimeBasedCanary", timeBasedCanary: { percentage: 20, interval: 15 } },
    });
    const { inputs, dependsOn } = only(recorded, groupType, "shop");
    assert.ok(dependsOn.includes("shop-configuration"));
    assert.equal(inputs.deploymentConfigName, "shop-shop-canary-20-15");
    assert.deepEqual(inputs.ecsService, { clusterName: "shop", serviceName: "web" });
    assert.deepEqual(inputs.blueGreenDeploymentConfig, {
      deploymentReadyOption: { actionOnTimeout: "STOP_DEPLOYMENT", waitTimeInMinutes: 60 },
      terminateBlueInstancesOnDeploymentSuccess: { action: "TERMINATE", terminationWaitTimeInMinutes: 30 },
    });
    assert.deepEqual(inputs.loadBalancerInfo, {
      targetGroupPairInfo: {
        prodTrafficRoute: { listenerArns: [listener("a")] },
        testTrafficRoute: { listenerArns: [listener("b")] },
        targetGroups: [{ name: "blue" }, { name: "green" }],
      },
    });
    assert.deepEqual(inputs.alarmConfiguration, { enabled: true, alarms: ["errors"] });
    assert.deepEqual(inputs.autoRollbackConfiguration, {
      enabled: true,
      events: ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"],
    });
    assert.deepEqual(inputs.triggerConfigurations, [
      { triggerName: "team", triggerTargetArn: topicArn, triggerEvents: ["DeploymentFailure"] },
    ]);
  });

  it("deploys in place to servers by tags and groups, behind target groups, in an existing application", async () => {
    const recorded = await build({
      existingApplicationName: "all",
      target: {
        platform: "Server",
        tagSets: [[{ key: "app", value: "shop" }, { key: "web" }]],
        onPremisesTags: [{ key: "site", value: "berlin" }],
        autoScalingGroupNames: ["shop"],
        terminationHook: true,
        targetGroupNames: ["web"],
      },
      newConfiguration: { type: "healthyHostPercent", value: 75 },
    });
    assert.equal(counts(recorded)["aws:codedeploy/application:Application"], undefined);
    const { inputs } = only(recorded, groupType, "shop");
    assert.equal(inputs.appName, "all");
    assert.deepEqual(inputs.deploymentStyle, {
      deploymentType: "IN_PLACE",
      deploymentOption: "WITH_TRAFFIC_CONTROL",
    });
    assert.deepEqual(inputs.ec2TagSets, [
      {
        ec2TagFilters: [
          { key: "app", value: "shop", type: "KEY_AND_VALUE" },
          { key: "web", type: "KEY_ONLY" },
        ],
      },
    ]);
    assert.deepEqual(inputs.onPremisesInstanceTagFilters, [{ key: "site", value: "berlin", type: "KEY_AND_VALUE" }]);
    assert.deepEqual(inputs.autoscalingGroups, ["shop"]);
    assert.equal(inputs.terminationHookEnabled, true);
    assert.deepEqual(inputs.loadBalancerInfo, { targetGroupInfos: [{ name: "web" }] });
    assert.deepEqual(
      only(recorded, "aws:codedeploy/deploymentConfig:DeploymentConfig", "shop-configuration").inputs
        .minimumHealthyHosts,
      { type: "FLEET_PERCENT", value: 75 },
    );
  });

  it("copies the Auto Scaling group of servers, and leaves the group in place to CodeDeploy", async () => {
    const recorded = await build({
      target: {
        platform: "Server",
        autoScalingGroupNames: ["shop"],
        targetGroupNames: ["web"],
        blueGreen: { greenFleet: "COPY_AUTO_SCALING_GROUP", terminateAfterMinutes: 120, confirmWithinMinutes: 60 },
        outdatedInstances: "IGNORE",
      },
    });
    const { inputs, ignoreChanges } = only(recorded, groupType, "shop");
    assert.deepEqual(inputs.deploymentStyle, {
      deploymentType: "BLUE_GREEN",
      deploymentOption: "WITH_TRAFFIC_CONTROL",
    });
    assert.deepEqual(inputs.blueGreenDeploymentConfig, {
      deploymentReadyOption: { actionOnTimeout: "STOP_DEPLOYMENT", waitTimeInMinutes: 60 },
      greenFleetProvisioningOption: { action: "COPY_AUTO_SCALING_GROUP" },
      terminateBlueInstancesOnDeploymentSuccess: { action: "TERMINATE", terminationWaitTimeInMinutes: 120 },
    });
    assert.equal(inputs.outdatedInstancesStrategy, "IGNORE");
    assert.deepEqual(inputs.autoscalingGroups, ["shop"]);
    assert.deepEqual(ignoreChanges, ["autoscalingGroups"]);
  });

  it("discovers new servers by tags, and keeps the old ones", async () => {
    const recorded = await build({
      target: {
        platform: "Server",
        tagSets: [[{ key: "app", value: "shop" }]],
        classicLoadBalancerNames: ["web"],
        blueGreen: { greenFleet: "DISCOVER_EXISTING", oldInstances: "KEEP_ALIVE" },
      },
    });
    const { inputs, ignoreChanges } = only(recorded, groupType, "shop");
    assert.deepEqual(inputs.blueGreenDeploymentConfig, {
      deploymentReadyOption: { actionOnTimeout: "CONTINUE_DEPLOYMENT" },
      greenFleetProvisioningOption: { action: "DISCOVER_EXISTING" },
      terminateBlueInstancesOnDeploymentSuccess: { action: "KEEP_ALIVE" },
    });
    assert.deepEqual(inputs.loadBalancerInfo, { elbInfos: [{ name: "web" }] });
    assert.deepEqual(ignoreChanges, []);
  });

  it("deploys zone by zone by a configuration of its own", async () => {
    const recorded = await build({
      target: { platform: "Server", tagSets: [[{ key: "app" }]] },
      newConfiguration: {
        type: "healthyHostPercent",
        value: 75,
        zones: {
          firstZoneMonitorSeconds: 600,
          monitorSeconds: 60,
          healthyHosts: { type: "healthyHostCount", value: 1 },
        },
      },
    });
    const { inputs } = only(recorded, "aws:codedeploy/deploymentConfig:DeploymentConfig", "shop-configuration");
    assert.deepEqual(inputs.minimumHealthyHosts, { type: "FLEET_PERCENT", value: 75 });
    assert.deepEqual(inputs.zonalConfig, {
      firstZoneMonitorDurationInSeconds: 600,
      monitorDurationInSeconds: 60,
      minimumHealthyHostsPerZone: { type: "HOST_COUNT", value: 1 },
    });
  });

  const service: DeploymentGroupArgs["target"] = {
    platform: "ECS",
    clusterName: "shop",
    serviceName: "web",
    loadBalancerName: "front",
    targetGroupNames: ["blue", "green"],
    passRoleArns: ["arn:aws:iam::111122223333:role/task"],
  };
  const appSpec: AppSpec = {
    Resources: [
      {
        TargetService: {
          Type: "AWS::ECS::Service",
          Properties: {
            TaskDefinition: "<TASK_DEFINITION>",
            LoadBalancerInfo: { ContainerName: "web", ContainerPort: 80 },
          },
        },
      },
    ],
    Hooks: [{ AfterAllowTestTraffic: "check" }],
  };
  const containers = (containerPort: number) => JSON.stringify([{ name: "web", portMappings: [{ containerPort }] }]);
  const ecs = { target: service, listenerArns: { production: listener("a") }, appSpec };

  it("lets CodeDeploy call the hooks of the AppSpec, whose container the task definition has", async () => {
    const recorded = await build({ ...ecs, containerDefinitions: containers(80) });
    const policy = String(only(recorded, "aws:iam/rolePolicy:RolePolicy", "shop-role-policy").inputs.policy);
    assert.match(policy, /"arn:aws:lambda:eu-central-1:111122223333:function:check"/);
    assert.deepEqual(made.at(-1)?.passRoleArns, ["arn:aws:iam::111122223333:role/task"]);
    assert.equal(made.at(-1)?.platform, "ECS");
  });

  const port =
    "appSpec.Resources[0].TargetService.Properties.LoadBalancerInfo.ContainerPort: is 80, which the container web does not map: give one of 8080";
  const refused: readonly [says: string, args: Partial<DeploymentGroupArgs>, problem: string][] = [
    ["a port that the task definition does not map", { ...ecs, containerDefinitions: containers(8080) }, port],
    [
      "containers without an AppSpec",
      { ...ecs, appSpec: undefined, containerDefinitions: containers(80) },
      "containerDefinitions: is given without appSpec: give both",
    ],
    [
      "containers of functions",
      { containerDefinitions: containers(80) },
      "containerDefinitions: is given for Lambda: remove it",
    ],
    ["the AppSpec of another platform", { appSpec }, "appSpec: is for ECS, but the deployment group is for Lambda"],
  ];
  for (const [says, args, problem] of refused) {
    it(`refuses ${says}`, async () => {
      await assert.rejects(build(args), new RunError(`DeploymentGroup shop has a problem:\n  ${problem}`));
    });
  }

  it("gives the ARN of the role", async () => {
    await record({ preview: false }, (opts) => made.push(new DeploymentGroup("shop", least, opts)));
    const last = made.at(-1);
    assert.ok(last);
    assert.equal(await resolved(last.serviceRoleArn), "arn:aws:made:::shop-role");
  });

  it("refuses wrong settings with their paths", async () => {
    await assert.rejects(
      build({ applicationName: "my shop", rolePath: "people" }),
      (error) =>
        error instanceof RunError &&
        /^DeploymentGroup shop has 2 problems:\n {2}applicationName: is "my shop".*\n {2}rolePath:/.test(error.message),
    );
  });
});
