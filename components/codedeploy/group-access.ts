import {
  alarmArn,
  autoScalingGroupArn,
  classicLoadBalancerArn,
  ecsServiceArn,
  functionArn,
  listenerArns,
  objectArn,
  targetGroupArn,
  taskSetArn,
} from "../aws/arn";
import { type AwsScope, regionalService } from "../aws/scope";
import { keyActions } from "../iam/key-use";
import { allowStatement, type Grant, type Statement } from "../iam/statement";
import { fleetGrants, fleetNames } from "./fleet-access";
import type { GroupModel } from "./group-settings";

type Target<Platform> = Extract<GroupModel["target"], { platform: Platform }>;

/**
 * The statements of CodeDeploy's role for one group: the actions of AWS's managed policies that its settings use, on the
 * resources that its settings name.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/getting-started-create-service-role.html
 */
export function groupAccess(
  scope: AwsScope,
  groupName: string,
  { target, alarmNames, triggers }: GroupModel,
): Statement[] {
  const topics = Object.values(triggers);
  return [
    ...targetGrants(scope, groupName, target),
    // Metric alarms only: AWS reads composite alarms for callers that may read every alarm.
    grant(
      "Alarms",
      ["cloudwatch:DescribeAlarms"],
      alarmNames.map((alarm) => alarmArn(scope, alarm)),
    ),
    grant(
      "Topics",
      ["sns:Publish"],
      topics.map(({ topicArn }) => topicArn),
    ),
    {
      ...grant(
        "TopicKeys",
        keyActions("publish"),
        topics.flatMap(({ keyArn }) => keyArn ?? []),
      ),
      conditions: { StringEquals: { "kms:ViaService": regionalService(scope, "sns") } },
    },
  ]
    .filter(({ resources }) => resources.length > 0)
    .map(allowStatement);
}

function targetGrants(scope: AwsScope, groupName: string, target: GroupModel["target"]): Grant[] {
  switch (target.platform) {
    case "Server":
      return [...serverGrants(scope, groupName, target), ...fleetGrants(scope, target, groupName)];
    case "Lambda":
      return lambdaGrants(scope, target);
    case "ECS":
      return ecsGrants(scope, target);
  }
}

/** @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCodeDeployRole.html */
function serverGrants(scope: AwsScope, groupName: string, target: Target<"Server">): Grant[] {
  const { targetGroupNames, classicLoadBalancerNames: classic } = target;
  const groups = fleetNames(target, groupName);
  return [
    // AWS supports no resource-level permissions for these reading actions.
    grant("Instances", ["ec2:DescribeInstanceStatus", "ec2:DescribeInstances", "tag:GetResources"], ["*"]),
    grant(
      "ScalingGroups",
      [
        "autoscaling:CompleteLifecycleAction",
        "autoscaling:DeleteLifecycleHook",
        "autoscaling:PutLifecycleHook",
        "autoscaling:RecordLifecycleActionHeartbeat",
        "autoscaling:ResumeProcesses",
        "autoscaling:SuspendProcesses",
      ],
      groups.map((group) => autoScalingGroupArn(scope, group)),
    ),
    grant(
      "DescribeScalingGroups",
      [
        "autoscaling:DescribeAutoScalingGroups",
        "autoscaling:DescribeLifecycleHooks",
        "autoscaling:DescribeScalingActivities",
      ],
      groups.length > 0 ? ["*"] : [],
    ),
    grant(
      "TargetGroups",
      ["elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"],
      targetGroupNames.map((group) => targetGroupArn(scope, group)),
    ),
    grant(
      "DescribeTargets",
      [
        "elasticloadbalancing:DescribeTargetGroupAttributes",
        "elasticloadbalancing:DescribeTargetGroups",
        "elasticloadbalancing:DescribeTargetHealth",
      ],
      targetGroupNames.length > 0 ? ["*"] : [],
    ),
    grant(
      "LoadBalancers",
      [
        "elasticloadbalancing:DeregisterInstancesFromLoadBalancer",
        "elasticloadbalancing:RegisterInstancesWithLoadBalancer",
      ],
      classic.map((loadBalancer) => classicLoadBalancerArn(scope, loadBalancer)),
    ),
    grant(
      "DescribeLoadBalancers",
      [
        "elasticloadbalancing:DescribeInstanceHealth",
        "elasticloadbalancing:DescribeLoadBalancerAttributes",
        "elasticloadbalancing:DescribeLoadBalancers",
      ],
      classic.length > 0 ? ["*"] : [],
    ),
  ];
}

/** @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCodeDeployRoleForLambda.html */
function lambdaGrants(scope: AwsScope, target: Target<"Lambda">): Grant[] {
  return [
    grant(
      "Functions",
      ["lambda:GetAlias", "lambda:GetProvisionedConcurrencyConfig", "lambda:UpdateAlias"],
      target.functionNames.flatMap((name) => withQualifiers(scope, name)),
    ),
    hookGrant(scope, target.hookFunctionNames),
    ...revisionGrants(scope, target.revisions),
  ];
}

/** @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCodeDeployRoleForECS.html */
function ecsGrants(scope: AwsScope, target: Target<"ECS">): Grant[] {
  const { clusterName, serviceName, loadBalancerName, passRoleArns } = target;
  return [
    grant(
      "Service",
      ["ecs:DescribeServices", "ecs:UpdateServicePrimaryTaskSet"],
      [ecsServiceArn(scope, clusterName, serviceName)],
    ),
    grant("TaskSets", ["ecs:CreateTaskSet", "ecs:DeleteTaskSet"], [taskSetArn(scope, clusterName, serviceName)]),
    {
      ...grant("PassRoles", ["iam:PassRole"], passRoleArns),
      conditions: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
    },
    grant("Listeners", ["elasticloadbalancing:ModifyListener"], listenerArns(scope, "listener", loadBalancerName)),
    grant("Rules", ["elasticloadbalancing:ModifyRule"], listenerArns(scope, "listener-rule", loadBalancerName)),
    // AWS supports no resource-level permissions for these reading actions.
    grant(
      "DescribeTraffic",
      [
        "elasticloadbalancing:DescribeListeners",
        "elasticloadbalancing:DescribeRules",
        "elasticloadbalancing:DescribeTargetGroups",
      ],
      ["*"],
    ),
    hookGrant(scope, target.hookFunctionNames),
    ...revisionGrants(scope, target.revisions),
  ];
}

function hookGrant(scope: AwsScope, names: readonly string[]): Grant {
  return grant(
    "Hooks",
    ["lambda:InvokeFunction"],
    names.flatMap((name) => withQualifiers(scope, name)),
  );
}

function revisionGrants(scope: AwsScope, revisions: Target<"ECS">["revisions"]): Grant[] {
  const { bucketName, keyArn } = revisions ?? {};
  return [
    grant(
      "Revisions",
      ["s3:GetObject", "s3:GetObjectVersion"],
      bucketName === undefined ? [] : [objectArn(scope, bucketName)],
    ),
    {
      ...grant("RevisionKey", ["kms:Decrypt"], keyArn === undefined ? [] : [keyArn]),
      conditions: { StringEquals: { "kms:ViaService": regionalService(scope, "s3") } },
    },
  ];
}

/** A function, its versions and its aliases. */
function withQualifiers(scope: AwsScope, name: string): string[] {
  const arn = functionArn(scope, name);
  return [arn, `${arn}:*`];
}

function grant(sid: string, actions: readonly string[], resources: readonly string[]): Grant {
  return { sid, actions, resources };
}
