import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as ec2 from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";
import { logGroupArn, regionalArn } from "../aws/arn";
import { keyInputProblems } from "../aws/names";
import { nameLimits, notificationNameOf } from "../aws/physical-name";
import { networkRoleName } from "../aws/role-names";
import { type RoleSettings, roleSettingsProblems } from "../aws/role-settings";
import { type AwsScope, type ScopeArgs, scopeOf, scopeProblems } from "../aws/scope";
import type { NetworkTag } from "../iam/network-access";
import { createRole } from "../iam/role";
import { rolePolicies } from "../iam/role-policies";
import { allowStatement, policyDocument } from "../iam/statement";
import { readInput } from "../schema/lenient";
import { refuse, requireKinds, requireValue } from "../schema/refuse";
import { otherTags, tagProblems } from "../schema/tags";
import type { BuildPlace } from "./build-place";
import { RemoteVpc } from "./remote-vpc";
import {
  endpointPolicy,
  endpointService,
  type NetworkModel,
  type NetworkSettings,
  networkProblems,
  networkSchema,
  networkTagKey,
  s3EndpointPolicy,
} from "./settings";

/** The arguments of a {@link BuildNetwork}. */
export interface BuildNetworkArgs extends ScopeArgs, RoleSettings, NetworkSettings {
  /** The ARN of the customer key that encrypts the flow logs. Its policy must allow CloudWatch Logs. */
  encryptionKeyArn: pulumi.Input<string>;
  /**
   * The policy of a key made in the same program. The log group depends on it.
   * @default - no dependency
   */
  encryptionKeyPolicy?: pulumi.Input<pulumi.Resource> | undefined;
  /**
   * Tags of every taggable resource.
   * @default - none
   */
  tags?: Record<string, string> | undefined;
}

/**
 * Creates a network to build in: a VPC with private subnets by `awsx.ec2.Vpc`, or an existing one. It has a security group
 * without ingress, endpoints for what builds call, and flow logs. Pass it to `vpc` of a `BuildProject`.
 *
 * The plugin of awsx makes the VPC. A preview by the CLI judges its subnets; the offline preview shows it as one node.
 *
 * @throws RunError listing every invalid argument.
 * @example
 * ```ts
 * const network = new BuildNetwork("builds", {
 *   account: "111122223333",
 *   region: "eu-central-1",
 *   natGateways: "single",
 *   encryptionKeyArn: key.arn,
 * });
 * new BuildProject("shop-test", { ...place, vpc: network, buildspec });
 * ```
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/vpc-support.html
 */
export class BuildNetwork extends pulumi.ComponentResource implements BuildPlace {
  /** The ID of the VPC. */
  readonly vpcId: pulumi.Output<string>;
  /** The IDs of the private subnets, one in each availability zone. */
  readonly subnetIds: pulumi.Output<string[]>;
  /** The IDs of the security groups of the builds. */
  readonly securityGroupIds: pulumi.Output<string[]>;
  readonly networkTag: NetworkTag;
  readonly knownSubnetIds: readonly string[] | undefined;
  readonly hasInternet: boolean;

  constructor(name: string, args: BuildNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    requireKinds("BuildNetwork", name, args);
    // The key policy may depend on roles, so the component must not depend on the key policy.
    const { encryptionKeyPolicy, ...inputs } = args;
    const scope = scopeOf(args);
    const model = readNetwork(name, args, scope);
    super("aws-pipelines:index:BuildNetwork", name, inputs, opts);
    const { tags = {} } = args;
    const { region } = scope;
    const child = { parent: this };
    const networkName = notificationNameOf([name], nameLimits.role);
    this.networkTag = { key: networkTagKey, value: networkName };
    const ownTags = { ...tags, [networkTagKey]: networkName };

    const { existingVpc } = model;
    const made =
      existingVpc === undefined ? new RemoteVpc(`${name}-vpc`, model, region, ownTags, tags, child) : undefined;
    this.vpcId = pulumi.output(existingVpc?.vpcId ?? made?.vpcId ?? "");
    this.subnetIds = pulumi.output(
      existingVpc?.subnetIds ?? (model.natGateways === "none" ? made?.isolatedSubnetIds : made?.privateSubnetIds) ?? [],
    );
    this.knownSubnetIds = existingVpc?.subnetIds;
    this.hasInternet = existingVpc?.hasInternet ?? model.natGateways !== "none";
    const vpcId = this.vpcId;
    if (made !== undefined) {
      new ec2.DefaultSecurityGroup(`${name}-default-group`, { region, vpcId, tags }, child);
    }

    const builds = new ec2.SecurityGroup(
      `${name}-builds`,
      {
        region,
        vpcId,
        description: `Builds of ${networkName}: no ingress`,
        egress: [
          {
            description: "Endpoints, and the internet where a NAT gateway leads there",
            protocol: "tcp",
            fromPort: 443,
            toPort: 443,
            cidrBlocks: ["0.0.0.0/0"],
          },
        ],
        tags: ownTags,
      },
      child,
    );
    this.securityGroupIds = builds.id.apply((id) => [id]);
    this.#createEndpoints(name, scope, model, builds, made, tags);
    this.#createFlowLog(name, scope, model, args);
    this.registerOutputs({
      vpcId: this.vpcId,
      subnetIds: this.subnetIds,
      securityGroupIds: this.securityGroupIds,
    });
  }

  #createEndpoints(
    name: string,
    scope: AwsScope,
    { endpoints, existingVpc }: NetworkModel,
    builds: ec2.SecurityGroup,
    made: RemoteVpc | undefined,
    tags: Record<string, string>,
  ): void {
    const { region } = scope;
    const { vpcId, subnetIds } = this;
    const child = { parent: this };
    const routeTableIds = existingVpc?.routeTableIds ?? made?.routeTableIds() ?? [];
    new ec2.VpcEndpoint(
      `${name}-endpoint-s3`,
      {
        region,
        vpcId,
        vpcEndpointType: "Gateway",
        serviceName: endpointService(scope, "s3"),
        routeTableIds,
        policy: s3EndpointPolicy(scope),
        tags,
      },
      child,
    );
    if (endpoints.length === 0) {
      return;
    }
    const group = new ec2.SecurityGroup(
      `${name}-endpoints`,
      {
        region,
        vpcId,
        description: `Endpoints of ${this.networkTag.value}: HTTPS from builds`,
        ingress: [
          {
            description: "HTTPS from builds",
            protocol: "tcp",
            fromPort: 443,
            toPort: 443,
            securityGroups: [builds.id],
          },
        ],
        tags,
      },
      child,
    );
    for (const service of endpoints) {
      new ec2.VpcEndpoint(
        `${name}-endpoint-${service}`,
        {
          region,
          vpcId,
          vpcEndpointType: "Interface",
          serviceName: endpointService(scope, service),
          subnetIds,
          securityGroupIds: [group.id],
          privateDnsEnabled: true,
          policy: endpointPolicy(scope),
          tags,
        },
        child,
      );
    }
  }

  #createFlowLog(
    name: string,
    scope: AwsScope,
    { flowLogRetentionInDays }: NetworkModel,
    { encryptionKeyArn, encryptionKeyPolicy, tags }: BuildNetworkArgs,
  ): void {
    const { region } = scope;
    const child = { parent: this };
    const networkName = this.networkTag.value;
    const groupName = `/aws/vpc/${networkName}`;
    const group = new cloudwatch.LogGroup(
      `${name}-flow-logs`,
      {
        region,
        name: groupName,
        kmsKeyId: encryptionKeyArn,
        retentionInDays: flowLogRetentionInDays,
        tags,
      },
      { ...child, ...(encryptionKeyPolicy && { dependsOn: encryptionKeyPolicy }) },
    );
    const { role, ready } = createRole(
      `${name}-flow-logs-role`,
      {
        roleName: networkRoleName(networkName, region),
        description: `Flow logs of ${networkName}`,
        trust: flowLogTrust(scope),
        policies: rolePolicies(flowLogStatements(scope, groupName), scope.managedPoliciesOnly),
        settings: scope,
        tags,
      },
      child,
    );
    new ec2.FlowLog(
      `${name}-flow-log`,
      {
        region,
        vpcId: this.vpcId,
        trafficType: "ALL",
        logDestinationType: "cloud-watch-logs",
        logDestination: group.arn,
        iamRoleArn: role.arn,
        tags,
      },
      { ...child, dependsOn: ready },
    );
  }
}

function readNetwork(name: string, args: BuildNetworkArgs, scope: AwsScope): NetworkModel {
  const { cidrBlock, zones, natGateways, endpoints, existingVpc, flowLogRetentionInDays } = args;
  const settings = { cidrBlock, zones, natGateways, endpoints, existingVpc, flowLogRetentionInDays };
  const { value, problems } = readInput(networkSchema, settings);
  refuse(`BuildNetwork ${name}`, [
    ...scopeProblems(args),
    ...keyInputProblems(args.encryptionKeyArn),
    ...problems,
    ...networkProblems(settings, scope),
    ...roleSettingsProblems(args, args.account),
    ...tagProblems(args.tags, otherTags),
  ]);
  return requireValue(`BuildNetwork ${name}`, { value, problems });
}

/**
 * The trust of VPC flow logs. EC2 assigns the id of a flow log, so the account and region bind it.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
 */
function flowLogTrust(scope: AwsScope): string {
  return policyDocument([
    {
      Sid: "Service",
      Effect: "Allow",
      Principal: { Service: "vpc-flow-logs.amazonaws.com" },
      Action: "sts:AssumeRole",
      Condition: {
        StringEquals: { "aws:SourceAccount": scope.account },
        ArnLike: { "aws:SourceArn": regionalArn(scope, "ec2", "vpc-flow-log/*") },
      },
    },
  ]);
}

/** @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html */
function flowLogStatements(scope: AwsScope, groupName: string) {
  const group = logGroupArn(scope, groupName);
  return [
    allowStatement({
      sid: "FlowLogs",
      actions: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      resources: [group, `${group}:*`],
    }),
    // VPC looks for the group by its name: AWS limits the action to groups of the account and region alone.
    allowStatement({
      sid: "FindLogGroup",
      actions: ["logs:DescribeLogGroups"],
      resources: [logGroupArn(scope, "*")],
    }),
  ];
}
