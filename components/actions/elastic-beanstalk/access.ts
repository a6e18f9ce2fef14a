import type { AwsScope } from "../../aws/scope";
import { allowStatement, type Statement } from "../../iam/statement";
import {
  applicationVersionArn,
  beanstalkApplicationArn,
  beanstalkBucketArn,
  beanstalkObjectArn,
  environmentArn,
  environmentGroupsArn,
  environmentStackArn,
  environmentTargetsArns,
} from "./arn";

/**
 * Lets an action deploy a new application version to an existing environment, and nothing else. Elastic Beanstalk acts
 * with its caller's permissions: it reads the environment's stack, and takes instances out of their group and load
 * balancer meanwhile. AWS publishes no such set. This set is AWSElasticBeanstalkManagedUpdatesCustomerRolePolicy
 * without the actions that change the configuration of an environment.
 *
 * @see https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/AWSHowTo.iam.policies.actions.html
 * @see
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSElasticBeanstalkManagedUpdatesCustomerRolePolicy.html
 */
export function deployToBeanstalk(scope: AwsScope, environment: BeanstalkEnvironment): Statement[] {
  return [
    ...versions(scope, environment),
    ...bundles(scope, environment),
    ...useEnvironmentResources(scope, environment),
  ];
}

function versions(scope: AwsScope, { applicationName, environmentName }: BeanstalkEnvironment): Statement[] {
  const application = beanstalkApplicationArn(scope, applicationName);
  const version = applicationVersionArn(scope, applicationName);
  const environment = environmentArn(scope, applicationName, environmentName);
  return [
    allowStatement({
      sid: "Versions",
      actions: ["elasticbeanstalk:CreateApplicationVersion", "elasticbeanstalk:DescribeApplicationVersions"],
      resources: [application, version],
    }),
    allowStatement({
      sid: "ReadEnvironment",
      actions: ["elasticbeanstalk:DescribeEnvironments", "elasticbeanstalk:DescribeEvents"],
      resources: [application, environment],
    }),
    allowStatement({
      sid: "UpdateEnvironment",
      actions: ["elasticbeanstalk:UpdateEnvironment"],
      resources: [environment],
      conditions: { ArnLike: { "elasticbeanstalk:FromApplicationVersion": version } },
    }),
    // CreateStorageLocation returns the name of the bucket. AWS knows no resource for it.
    allowStatement({ sid: "StorageLocation", actions: ["elasticbeanstalk:CreateStorageLocation"], resources: ["*"] }),
  ];
}

// All applications of the account and region share one bucket, and AWS does not document the keys. Only deleted objects
// are known to be in the environment's own folder.
// https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/AWSHowTo.iam.cross-env-s3-access.html
function bundles(scope: AwsScope, { environmentId = "*" }: BeanstalkEnvironment): Statement[] {
  const conditions = { StringEquals: { "aws:ResourceAccount": scope.account } };
  return [
    allowStatement({
      sid: "BundleBucket",
      actions: ["s3:GetBucketLocation", "s3:GetBucketPolicy", "s3:ListBucket"],
      resources: [beanstalkBucketArn(scope)],
      conditions,
    }),
    allowStatement({
      sid: "Bundles",
      actions: ["s3:GetObject", "s3:GetObjectAcl", "s3:PutObject", "s3:PutObjectAcl"],
      resources: [beanstalkObjectArn(scope)],
      conditions,
    }),
    allowStatement({
      sid: "EnvironmentObjects",
      actions: ["s3:DeleteObject"],
      resources: [beanstalkObjectArn(scope, `resources/environments/${environmentId}/*`)],
      conditions,
    }),
  ];
}

/** An environment of Elastic Beanstalk. */
export interface BeanstalkEnvironment {
  readonly applicationName: string;
  readonly environmentName: string;
  readonly environmentId?: string | undefined;
}

/**
 * Lets Elastic Beanstalk, in its caller's name, describe the resources of an environment and deploy to its instances.
 */
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

// Elastic Beanstalk tags the resources of an environment with the environment's name, and nobody can change that tag.
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
