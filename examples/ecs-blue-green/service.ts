import { allowStatement } from "@platform/aws-pipelines";
import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as ecs from "@pulumi/aws/ecs";
import * as lb from "@pulumi/aws/lb";
import type * as pulumi from "@pulumi/pulumi";
import { serviceRole } from "./role";

/** Existing network: a load balancer, its certificate, subnets and security groups. */
export interface Network {
  readonly vpcId: string;
  readonly subnetIds: string[];
  readonly securityGroupIds: string[];
  readonly loadBalancerArn: string;
  readonly certificateArn: string;
}

export interface ServiceArgs {
  readonly account: string;
  readonly region: string;
  readonly network: Network;
  readonly imageRepositoryName: string;
  readonly encryptionKeyArn: string;
}

/** An ECS service for CodeDeploy, with two target groups. */
export interface BlueGreenService {
  readonly clusterName: string;
  readonly serviceName: string;
  readonly taskFamily: string;
  readonly containerDefinitions: pulumi.Output<string>;
  readonly executionRoleArn: string;
  readonly targetGroupNames: string[];
  /** The listener for users, and the listener for tests of a new version. */
  readonly listeners: Record<"production" | "test", lb.Listener>;
  readonly ready: pulumi.Resource[];
}

/** Creates the service. It runs nginx until the first deployment. */
export function blueGreenService(
  name: string,
  { account, region, network, imageRepositoryName, encryptionKeyArn }: ServiceArgs,
  opts: pulumi.CustomResourceOptions,
): BlueGreenService {
  const logGroupName = `/ecs/${name}`;
  const logs = new cloudwatch.LogGroup(
    `${name}-logs`,
    { name: logGroupName, kmsKeyId: encryptionKeyArn, retentionInDays: 365 },
    opts,
  );
  const execution = serviceRole(
    `${name}-execution`,
    {
      account,
      service: "ecs-tasks.amazonaws.com",
      statements: [
        // ECR supports no resource-level permissions for the login.
        allowStatement({ sid: "RegistryLogin", actions: ["ecr:GetAuthorizationToken"], resources: ["*"] }),
        allowStatement({
          sid: "PullImages",
          actions: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
          resources: [`arn:aws:ecr:${region}:${account}:repository/${imageRepositoryName}`],
        }),
        allowStatement({
          sid: "Logs",
          actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
          resources: [`arn:aws:logs:${region}:${account}:log-group:${logGroupName}:*`],
        }),
      ],
    },
    opts,
  );
  const [blue, green] = [targetGroup(`${name}-blue`), targetGroup(`${name}-green`)];
  const listeners = { production: listener("production", 443), test: listener("test", 8443) };

  const cluster = new ecs.Cluster(
    `${name}-cluster`,
    { name, settings: [{ name: "containerInsights", value: "enabled" }] },
    opts,
  );
  const firstTask = new ecs.TaskDefinition(
    `${name}-task`,
    {
      family: name,
      requiresCompatibilities: ["FARGATE"],
      networkMode: "awsvpc",
      cpu: "256",
      memory: "512",
      executionRoleArn: execution.arn,
      containerDefinitions: JSON.stringify([
        { name, image: "public.ecr.aws/nginx/nginx:1.29.3", essential: true, portMappings: [{ containerPort: 80 }] },
      ]),
    },
    { ...opts, dependsOn: [logs, ...execution.ready] },
  );
  const service = new ecs.Service(
    `${name}-service`,
    {
      name,
      cluster: cluster.arn,
      taskDefinition: firstTask.arn,
      desiredCount: 2,
      launchType: "FARGATE",
      deploymentController: { type: "CODE_DEPLOY" },
      networkConfiguration: { subnets: network.subnetIds, securityGroups: network.securityGroupIds },
      loadBalancers: [{ targetGroupArn: blue.arn, containerName: name, containerPort: 80 }],
    },
    // CodeDeploy changes both with every deployment.
    { ...opts, ignoreChanges: ["taskDefinition", "loadBalancers"], dependsOn: Object.values(listeners) },
  );
  return {
    clusterName: name,
    serviceName: name,
    taskFamily: name,
    containerDefinitions: firstTask.containerDefinitions,
    executionRoleArn: execution.arn,
    targetGroupNames: [`${name}-blue`, `${name}-green`],
    listeners,
    ready: [cluster, service, green],
  };

  function targetGroup(groupName: string): lb.TargetGroup {
    const { vpcId } = network;
    return new lb.TargetGroup(
      groupName,
      { name: groupName, vpcId, targetType: "ip", protocol: "HTTP", port: 80 },
      opts,
    );
  }

  function listener(use: string, port: number): lb.Listener {
    return new lb.Listener(
      `${name}-${use}`,
      {
        loadBalancerArn: network.loadBalancerArn,
        certificateArn: network.certificateArn,
        protocol: "HTTPS",
        port,
        sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
        defaultActions: [{ type: "forward", targetGroupArn: blue.arn }],
      },
      // CodeDeploy switches the target group.
      { ...opts, ignoreChanges: ["defaultActions"] },
    );
  }
}
