import * as autoscaling from "@pulumi/aws/autoscaling";
import * as ec2 from "@pulumi/aws/ec2";
import * as iam from "@pulumi/aws/iam";
import * as lb from "@pulumi/aws/lb";
import type * as pulumi from "@pulumi/pulumi";

/** Existing network: a load balancer, its certificate, subnets and security groups. */
export interface Network {
  readonly vpcId: string;
  readonly subnetIds: string[];
  readonly securityGroupIds: string[];
  readonly loadBalancerArn: string;
  readonly certificateArn: string;
}

export interface ServerArgs {
  readonly account: string;
  readonly network: Network;
  /** An image with the agent of CodeDeploy. */
  readonly imageId: string;
  readonly encryptionKeyArn: string;
  /** Whether the first Auto Scaling group exists. CodeDeploy creates all others. */
  readonly hasFirstGroup: boolean;
}

/** Names of servers behind a load balancer. */
export interface Servers {
  readonly groupName: string;
  readonly targetGroupName: string;
  readonly launchTemplateTag: { readonly key: string; readonly value: string };
  readonly instanceRoleArn: string;
  readonly instanceRole: iam.Role;
  readonly ready: pulumi.Resource[];
}

/** Creates the launch template, the target group with its listener, and the first Auto Scaling group. */
export function webServers(
  name: string,
  { account, network, imageId, encryptionKeyArn, hasFirstGroup }: ServerArgs,
  opts: pulumi.CustomResourceOptions,
): Servers {
  const instanceRole = new iam.Role(
    `${name}-instances`,
    {
      name: `${name}-instances`,
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
      }),
    },
    opts,
  );
  const profile = new iam.InstanceProfile(
    `${name}-instances`,
    { name: `${name}-instances`, role: instanceRole.name },
    opts,
  );
  const launchTemplateTag = { key: "deployments", value: name };
  const template = new ec2.LaunchTemplate(
    `${name}-template`,
    {
      name,
      imageId,
      instanceType: "t3.micro",
      iamInstanceProfile: { name: profile.name },
      vpcSecurityGroupIds: network.securityGroupIds,
      metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [
        { deviceName: "/dev/xvda", ebs: { volumeSize: 20, encrypted: "true", kmsKeyId: encryptionKeyArn } },
      ],
      tags: { [launchTemplateTag.key]: launchTemplateTag.value },
    },
    opts,
  );
  const targets = new lb.TargetGroup(
    `${name}-targets`,
    { name, vpcId: network.vpcId, protocol: "HTTP", port: 80, healthCheck: { path: "/health" } },
    opts,
  );
  const listener = new lb.Listener(
    `${name}-listener`,
    {
      loadBalancerArn: network.loadBalancerArn,
      certificateArn: network.certificateArn,
      protocol: "HTTPS",
      port: 443,
      sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
      defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
    },
    opts,
  );
  const first = hasFirstGroup
    ? [
        new autoscaling.Group(
          `${name}-first`,
          {
            name,
            minSize: 2,
            maxSize: 4,
            vpcZoneIdentifiers: network.subnetIds,
            launchTemplate: { id: template.id, version: "$Latest" },
            targetGroupArns: [targets.arn],
            healthCheckType: "ELB",
            tags: [{ key: "app", value: name, propagateAtLaunch: true }],
          },
          // CodeDeploy deletes the group when a deployment has replaced it.
          { ...opts, retainOnDelete: true, dependsOn: listener },
        ),
      ]
    : [];
  return {
    groupName: name,
    targetGroupName: name,
    launchTemplateTag,
    instanceRoleArn: `arn:aws:iam::${account}:role/${name}-instances`,
    instanceRole,
    ready: [listener, ...first],
  };
}
