import { anyNetworkInterfaceArn, securityGroupArn, subnetArn } from "../../aws/network-arn";
import type { AwsScope } from "../../aws/scope";
import { allowStatement, type Statement } from "../../iam/statement";

/** The part of a VPC that is joined. */
export interface Network {
  readonly subnets: readonly string[];
  readonly securityGroupIds: readonly string[];
}

/**
 * Lets compute of CodeBuild join a VPC: make network interfaces in the given subnets and groups, attach them to builds
 * and remove them again. AWS knows no resource for what only describes, so that is limited to the region.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/auth-and-access-control-iam-identity-based-access-control.html
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
    allowStatement({
      sid: "AttachNetworkInterface",
      actions: ["ec2:CreateNetworkInterfacePermission"],
      resources: [interfaces],
      conditions: { StringEquals: { "ec2:AuthorizedService": "codebuild.amazonaws.com", "ec2:Subnet": among } },
    }),
    allowStatement({
      sid: "DeleteNetworkInterface",
      actions: ["ec2:DeleteNetworkInterface"],
      resources: [interfaces],
      conditions: { StringEquals: { "ec2:Subnet": among } },
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
      conditions: { StringEquals: { "ec2:Region": scope.region } },
    }),
  ];
}
