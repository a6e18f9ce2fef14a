import { anyNetworkInterfaceArn, securityGroupArn, subnetArn } from "../../aws/network-arn";
import type { AwsScope } from "../../aws/scope";
import { allowStatement, type Statement } from "../../iam/statement";

/** Where an action reaches a cluster from: nowhere in particular, if it names no subnets. */
export interface ClusterNetwork {
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
}

/**
 * What an action does in the network of an EKS cluster: it looks at it, and with subnets it makes interfaces there, lets
 * its machines use them, and removes them. AWS's page grants all of it on `*`; its tutorial divides it as here, and limits
 * by condition what is limited here by resource.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/tutorials-eks-deploy.html
 */
export function useClusterNetwork(scope: AwsScope, { subnets, securityGroups }: ClusterNetwork): Statement[] {
  const look = allowStatement({
    sid: "LookAtNetwork",
    actions: [
      "ec2:DescribeDhcpOptions",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeRouteTables",
      "ec2:DescribeSecurityGroups",
      "ec2:DescribeSubnets",
      "ec2:DescribeVpcs",
    ],
    resources: ["*"],
    conditions: { StringEquals: { "ec2:Region": scope.region } },
  });
  if (subnets.length === 0) {
    return [look];
  }
  const subnetArns = subnets.map((id) => subnetArn(scope, id));
  const interfaces = anyNetworkInterfaceArn(scope);
  const groups = securityGroups.length === 0 ? ["*"] : securityGroups;
  return [
    look,
    allowStatement({
      sid: "MakeInterfaces",
      actions: ["ec2:CreateNetworkInterface"],
      resources: [interfaces, ...subnetArns, ...groups.map((group) => securityGroupArn(scope, group))],
    }),
    allowStatement({
      sid: "UseInterfaces",
      actions: ["ec2:CreateNetworkInterfacePermission", "ec2:DeleteNetworkInterface"],
      resources: [interfaces],
      conditions: { ArnEquals: { "ec2:Subnet": subnetArns } },
    }),
  ];
}
