import { allowStatement } from "@platform/aws-pipelines";
import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as codedeploy from "@pulumi/aws/codedeploy";
import type * as pulumi from "@pulumi/pulumi";
import { serviceRole } from "./role";
import type { BlueGreenService } from "./service";

/** Names that a CodeDeploy action refers to. */
export interface DeploymentGroup {
  readonly applicationName: string;
  readonly groupName: string;
  readonly configName: string;
  readonly ready: pulumi.Resource[];
}

/** Creates the deployment group of one service: 10 % of the traffic first, all after five minutes, rollback on an alarm. */
export function deploymentGroup(
  name: string,
  scope: { account: string; region: string; loadBalancerArn: string },
  service: BlueGreenService,
  opts: pulumi.CustomResourceOptions,
): DeploymentGroup {
  const { account, region, loadBalancerArn } = scope;
  const configName = "CodeDeployDefault.ECSCanary10Percent5Minutes";
  const ecs = (kind: string) =>
    `arn:aws:ecs:${region}:${account}:${kind}/${service.clusterName}/${service.serviceName}`;

  const alarmName = `${name}-errors`;
  const alarm = new cloudwatch.MetricAlarm(
    alarmName,
    {
      name: alarmName,
      alarmDescription: `HTTP 5xx responses of ${name}`,
      namespace: "AWS/ApplicationELB",
      metricName: "HTTPCode_Target_5XX_Count",
      dimensions: { LoadBalancer: loadBalancerArn.replace(/^.*:loadbalancer\//, "") },
      statistic: "Sum",
      period: 60,
      evaluationPeriods: 1,
      threshold: 5,
      comparisonOperator: "GreaterThanThreshold",
      treatMissingData: "notBreaching",
    },
    opts,
  );
  // The statements of AWSCodeDeployRoleForECS, limited to this service, without hooks and topics.
  const role = serviceRole(
    `${name}-code-deploy`,
    {
      account,
      service: "codedeploy.amazonaws.com",
      statements: [
        allowStatement({
          sid: "Service",
          actions: ["ecs:DescribeServices", "ecs:UpdateServicePrimaryTaskSet"],
          resources: [ecs("service")],
        }),
        allowStatement({
          sid: "TaskSets",
          actions: ["ecs:CreateTaskSet", "ecs:DeleteTaskSet"],
          resources: [`${ecs("task-set")}/*`],
        }),
        allowStatement({
          sid: "PassRole",
          actions: ["iam:PassRole"],
          resources: [service.executionRoleArn],
          conditions: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
        }),
        // AWS supports no resource-level permissions for the Describe actions.
        allowStatement({
          sid: "Traffic",
          actions: ["elasticloadbalancing:ModifyListener"],
          resources: [`${loadBalancerArn.replace(":loadbalancer/", ":listener/")}/*`],
        }),
        allowStatement({
          sid: "Look",
          actions: [
            "elasticloadbalancing:DescribeListeners",
            "elasticloadbalancing:DescribeRules",
            "elasticloadbalancing:DescribeTargetGroups",
          ],
          resources: ["*"],
        }),
        allowStatement({
          sid: "Alarm",
          actions: ["cloudwatch:DescribeAlarms"],
          resources: [`arn:aws:cloudwatch:${region}:${account}:alarm:${alarmName}`],
        }),
      ],
    },
    opts,
  );
  const application = new codedeploy.Application(`${name}-application`, { name, computePlatform: "ECS" }, opts);
  const group = new codedeploy.DeploymentGroup(
    `${name}-deployments`,
    {
      appName: application.name,
      deploymentGroupName: name,
      serviceRoleArn: role.arn,
      deploymentConfigName: configName,
      deploymentStyle: { deploymentType: "BLUE_GREEN", deploymentOption: "WITH_TRAFFIC_CONTROL" },
      blueGreenDeploymentConfig: {
        deploymentReadyOption: { actionOnTimeout: "CONTINUE_DEPLOYMENT" },
        // A rollback is immediate while the old tasks run.
        terminateBlueInstancesOnDeploymentSuccess: { action: "TERMINATE", terminationWaitTimeInMinutes: 30 },
      },
      ecsService: { clusterName: service.clusterName, serviceName: service.serviceName },
      loadBalancerInfo: {
        targetGroupPairInfo: {
          prodTrafficRoute: { listenerArns: [service.listeners.production.arn] },
          testTrafficRoute: { listenerArns: [service.listeners.test.arn] },
          targetGroups: service.targetGroups.map((targets) => ({ name: targets.name })),
        },
      },
      alarmConfiguration: { enabled: true, alarms: [alarm.name] },
      autoRollbackConfiguration: { enabled: true, events: ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"] },
    },
    { ...opts, dependsOn: [...role.ready, ...service.ready] },
  );
  return { applicationName: name, groupName: name, configName, ready: [group] };
}
