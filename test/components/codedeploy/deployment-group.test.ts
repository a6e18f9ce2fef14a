import assert from "node:assert/strict";
import { RunError } from "@pulumi/pulumi";
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
