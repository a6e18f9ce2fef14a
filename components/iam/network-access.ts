import { anyNetworkInterfaceArn, regionalArn, securityGroupArn, subnetArn } from "../aws/arn";
import type { AwsScope } from "../aws/scope";
import { allowStatement, type Conditions, type Statement } from "./statement";

/** The subnets and security groups of a VPC. */
export interface Network {
  readonly subnets: readonly string[];
  readonly securityGroupIds: readonly string[];
}

/** A tag of subnets and security groups whose ids are unknown on a first preview. */
export interface NetworkTag {
  /** The key of the tag: `aws-pipelines:network`. */
  readonly key: string;
  /** The value of the tag: the name of the network. */
  readonly value: string;
}

/**
 * Lets CodeBuild's compute join a VPC: create network interfaces in the given subnets and groups, attach them to
 * builds, and delete them. AWS knows no resource for the Describe actions, so they are limited to the region.
 *
 * @see
 * https://docs.aws.amazon.com/codebuild/latest/userguide/auth-and-access-control-iam-identity-based-access-control.html
 */
export function joinNetwork(scope: AwsScope, { subnets, securityGroupIds }: Network): Statement[] {
  const interfaces = anyNetworkInterfaceArn(scope);
  const among = subnets.map((subnet) => subnetArn(scope, subnet));
  return [
    allowStatement({
      sid: "CreateNetworkInterface",
      actions: ["ec2:CreateNetworkInterface"],
      resources: [interfaces, ...among, ...securityGroupIds.map((group) => securityGroupArn(scope, group))],
    }),
    ...useInterfaces(scope, { "ec2:Subnet": among }),
  ];
}

/**
 * Lets CodeBuild's compute join a VPC of the same program, like {@link joinNetwork}. EC2 assigns the ids of its subnets
 * and groups, so a tag binds them. A network interface has no tag: AWS compares its subnet only by ARN.
 *
 * @param subnets - the ids of existing subnets, which then need no tag
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
 */
export function joinTaggedNetwork(
  scope: AwsScope,
  { key, value }: NetworkTag,
  subnets: readonly string[] = [],
): Statement[] {
  const known = subnets.map((subnet) => subnetArn(scope, subnet));
  return [
    allowStatement({
      sid: "CreateNetworkInterface",
      actions: ["ec2:CreateNetworkInterface"],
      resources: [anyNetworkInterfaceArn(scope), ...known],
    }),
    allowStatement({
      sid: "JoinNetwork",
      actions: ["ec2:CreateNetworkInterface"],
      resources: [
        regionalArn(scope, "ec2", "security-group/*"),
        ...(known.length === 0 ? [regionalArn(scope, "ec2", "subnet/*")] : []),
      ],
      conditions: { StringEquals: { [`aws:ResourceTag/${key}`]: value } },
    }),
    ...useInterfaces(scope, known.length === 0 ? {} : { "ec2:Subnet": known }),
  ];
}

function useInterfaces(scope: AwsScope, inSubnets: Conditions[string]): Statement[] {
  const interfaces = [anyNetworkInterfaceArn(scope)];
  const region = { "ec2:Region": scope.region };
  return [
    allowStatement({
      sid: "AttachNetworkInterface",
      actions: ["ec2:CreateNetworkInterfacePermission"],
      resources: interfaces,
      conditions: { StringEquals: { "ec2:AuthorizedService": "codebuild.amazonaws.com", ...inSubnets } },
    }),
    allowStatement({
      sid: "DeleteNetworkInterface",
      actions: ["ec2:DeleteNetworkInterface"],
      resources: interfaces,
      conditions: { StringEquals: Object.keys(inSubnets).length === 0 ? region : inSubnets },
    }),
    allowStatement({
      sid: "DescribeNetwork",
      actions: [
        "ec2:DescribeDhcpOptions",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeVpcs",
      ],
      resources: ["*"],
      conditions: { StringEquals: region },
    }),
  ];
}
