import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DeploymentGroup, readAppSpec } from "@platform/aws-pipelines";
import * as cloudwatch from "@pulumi/aws/cloudwatch";
import type { Provider } from "@pulumi/aws/provider";
import type { BlueGreenService } from "./service";

export interface Place {
  readonly account: string;
  readonly region: string;
  readonly loadBalancerArn: string;
}

/** Creates the deployment group of one service: 10 % of the traffic first, all after five minutes, rollback on an alarm. */
export function deploymentGroup(
  name: string,
  { account, region, loadBalancerArn }: Place,
  service: BlueGreenService,
  aws: Provider,
): DeploymentGroup {
  const [, , loadBalancerName = ""] = loadBalancerArn.split("/");
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
    { provider: aws },
  );
  const { clusterName, serviceName, executionRoleArn, targetGroupNames, listeners, containerDefinitions } = service;
  const file = join(__dirname, "appspec.yaml");
  return new DeploymentGroup(
    `${name}-deployments`,
    {
      account,
      region,
      applicationName: name,
      groupName: name,
      target: {
        platform: "ECS",
        clusterName,
        serviceName,
        loadBalancerName,
        targetGroupNames,
        passRoleArns: [executionRoleArn],
      },
      // The preview compares container and port with the task definition.
      appSpec: readAppSpec("appspec.yaml", readFileSync(file), "ECS"),
      containerDefinitions,
      listenerArns: { production: listeners.production.arn, test: listeners.test.arn },
      alarmNames: [alarmName],
      startAfter: [alarm, ...service.ready],
    },
    { providers: { aws } },
  );
}
