import type { AwsScope } from "../../aws/scope";
import { allowStatement, type Statement } from "../../iam/statement";
import { environmentGroupsArn, environmentStackArn, environmentTargetsArns } from "./arn";

/** An environment of Elastic Beanstalk. */
export interface BeanstalkEnvironment {
  readonly applicationName: string;
  readonly environmentName: string;
  readonly environmentId?: string | undefined;
}

/** Lets Elastic Beanstalk, in its caller's name, look at the resources of an environment and deploy to its instances. */
export function useEnvironmentResources(scope: AwsScope, environment: BeanstalkEnvironment): Statement[] {
  return [...look(scope, environment), ...deploy(scope, environment)];
}

function look(scope: AwsScope, { environmentId }: BeanstalkEnvironment): Statement[] {
  return [
    allowStatement({
      sid: "ReadStack",
      actions: [
        "cloudformation:DescribeStackEvents",
        "cloudformation:DescribeStackResource",
        "cloudformation:DescribeStackResources",
        "cloudformation:DescribeStacks",
        "cloudformation:GetTemplate",
      ],
      resources: [environmentStackArn(scope, environmentId)],
    }),
    allowStatement({
      sid: "LookAtInstances",
      actions: [
        "ec2:DescribeAddresses",
        "ec2:DescribeImages",
        "ec2:DescribeInstanceStatus",
        "ec2:DescribeInstances",
        "ec2:DescribeKeyPairs",
        "ec2:DescribeLaunchTemplates",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeVpcs",
      ],
      resources: ["*"],
      conditions: { StringEquals: { "ec2:Region": scope.region } },
    }),
    // AWS knows no resource, and no condition, for these.
    allowStatement({
      sid: "LookAtGroups",
      actions: [
        "autoscaling:DescribeAutoScalingGroups",
        "autoscaling:DescribeAutoScalingInstances",
        "autoscaling:DescribeLaunchConfigurations",
        "autoscaling:DescribeScalingActivities",
        "elasticloadbalancing:DescribeInstanceHealth",
        "elasticloadbalancing:DescribeLoadBalancers",
        "elasticloadbalancing:DescribeTargetGroups",
        "elasticloadbalancing:DescribeTargetHealth",
      ],
      resources: ["*"],
    }),
  ];
}

// Elastic Beanstalk tags what it makes for an environment with the environment's name, and nobody can change that tag.
// https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/using-features.tagging.html
function deploy(scope: AwsScope, { environmentName, environmentId }: BeanstalkEnvironment): Statement[] {
  const conditions = { StringEquals: { "aws:ResourceTag/elasticbeanstalk:environment-name": environmentName } };
  return [
    allowStatement({
      sid: "PauseScaling",
      actions: ["autoscaling:ResumeProcesses", "autoscaling:SuspendProcesses"],
      resources: [environmentGroupsArn(scope, environmentId)],
      conditions,
    }),
    allowStatement({
      sid: "MoveTraffic",
      actions: [
        "elasticloadbalancing:DeregisterInstancesFromLoadBalancer",
        "elasticloadbalancing:DeregisterTargets",
        "elasticloadbalancing:RegisterInstancesWithLoadBalancer",
        "elasticloadbalancing:RegisterTargets",
      ],
      resources: environmentTargetsArns(scope),
      conditions,
    }),
  ];
}
