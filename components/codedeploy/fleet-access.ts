import { anyInstanceArn, autoScalingGroupArn, regionalArn } from "../aws/arn";
import type { AwsScope } from "../aws/scope";
import type { Grant } from "../iam/statement";
import type { GroupModel } from "./group-settings";

type Servers = Extract<GroupModel["target"], { platform: "Server" }>;
type BlueGreen = NonNullable<Servers["blueGreen"]>;

/**
 * Names of the Auto Scaling groups that a deployment to servers uses. CodeDeploy names the copy of a group
 * `CodeDeploy_<deployment group>_<deployment>`, and copies the copy in the next deployment.
 */
export function fleetNames({ autoScalingGroupNames, blueGreen }: Servers, groupName: string): string[] {
  return [
    ...autoScalingGroupNames,
    ...(blueGreen?.greenAutoScalingGroupNames ?? []),
    ...(blueGreen?.greenFleet === "COPY_AUTO_SCALING_GROUP" ? [`CodeDeploy_${groupName}_d-*`] : []),
  ];
}

/**
 * The grants of CodeDeploy's role to create the new instances of a blue/green deployment and to remove the old ones.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/getting-started-create-service-role.html
 */
export function fleetGrants(scope: AwsScope, target: Servers, groupName: string): Grant[] {
  const { blueGreen, tagSets } = target;
  if (blueGreen === undefined) {
    return [];
  }
  const terminates = blueGreen.oldInstances === "TERMINATE";
  const copies = blueGreen.greenFleet === "COPY_AUTO_SCALING_GROUP";
  const [copy = ""] = fleetNames({ ...target, autoScalingGroupNames: [] }, groupName);
  const fleets = fleetNames(target, groupName).map((name) => autoScalingGroupArn(scope, name));
  return [
    ...(copies ? copyGrants(scope, blueGreen, copy, fleets) : []),
    {
      sid: "RemoveFleets",
      actions: ["autoscaling:DeleteAutoScalingGroup", "autoscaling:UpdateAutoScalingGroup"],
      // A failed deployment removes its own copy, also where the old instances stay.
      resources: terminates ? fleets : copies ? [autoScalingGroupArn(scope, copy)] : [],
    },
    ...(terminates ? terminations(scope, tagSets, fleetNames(target, groupName)) : []),
  ];
}

function copyGrants(scope: AwsScope, { launchTemplate }: BlueGreen, copy: string, fleets: readonly string[]): Grant[] {
  return [
    {
      sid: "CreateFleet",
      actions: [
        "autoscaling:AttachLoadBalancerTargetGroups",
        "autoscaling:AttachLoadBalancers",
        "autoscaling:CreateAutoScalingGroup",
        "autoscaling:CreateOrUpdateTags",
        "autoscaling:EnableMetricsCollection",
        "autoscaling:PutNotificationConfiguration",
        "autoscaling:PutScalingPolicy",
        "autoscaling:PutScheduledUpdateGroupAction",
        "autoscaling:PutWarmPool",
        "autoscaling:UpdateAutoScalingGroup",
      ],
      resources: [autoScalingGroupArn(scope, copy)],
    },
    // AWS supports no resource-level permissions for these reading actions.
    {
      sid: "DescribeFleet",
      actions: [
        "autoscaling:DescribeNotificationConfigurations",
        "autoscaling:DescribePolicies",
        "autoscaling:DescribeScheduledActions",
      ],
      resources: fleets.length > 0 ? ["*"] : [],
    },
    ...(launchTemplate === undefined ? [] : launchGrants(scope, launchTemplate)),
  ];
}

/**
 * Auto Scaling checks the rights of the caller who names a launch template. A tag binds the template, and every other
 * resource of the launch must come with a template.
 *
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-launch-template-permissions.html
 */
function launchGrants(scope: AwsScope, { tag, instanceRoleArns }: NonNullable<BlueGreen["launchTemplate"]>): Grant[] {
  const templates = regionalArn(scope, "ec2", "launch-template/*");
  const own = [
    "capacity-reservation",
    "instance",
    "key-pair",
    "network-interface",
    "placement-group",
    "security-group",
    "subnet",
    "volume",
  ].map((type) => regionalArn(scope, "ec2", `${type}/*`));
  // The ARNs of images and snapshots name no account.
  const shared = ["image", "snapshot"].map((type) => regionalArn({ ...scope, account: "" }, "ec2", `${type}/*`));
  return [
    {
      sid: "UseLaunchTemplate",
      actions: ["ec2:RunInstances"],
      resources: [templates],
      conditions: { StringEquals: { [`ec2:ResourceTag/${tag.key}`]: tag.value } },
    },
    {
      sid: "LaunchInstances",
      actions: ["ec2:RunInstances"],
      resources: [...own, ...shared],
      conditions: { ArnLike: { "ec2:LaunchTemplate": templates } },
    },
    {
      sid: "TagInstances",
      actions: ["ec2:CreateTags"],
      resources: ["instance", "network-interface", "volume"].map((type) => regionalArn(scope, "ec2", `${type}/*`)),
      conditions: { StringEquals: { "ec2:CreateAction": "RunInstances" } },
    },
    {
      sid: "PassInstanceRoles",
      actions: ["iam:PassRole"],
      resources: instanceRoleArns,
      conditions: { StringEquals: { "iam:PassedToService": ["ec2.amazonaws.com", "ec2.amazonaws.com.cn"] } },
    },
  ];
}

/** Instances of the groups carry their name in a tag; others have one of the tags of each set. */
function terminations(scope: AwsScope, tagSets: Servers["tagSets"], fleets: readonly string[]): Grant[] {
  const terminate = (sid: string, conditions: NonNullable<Grant["conditions"]>): Grant => ({
    sid,
    actions: ["ec2:TerminateInstances"],
    resources: [anyInstanceArn(scope)],
    conditions,
  });
  const [first = []] = tagSets;
  const keys = [...new Set(first.map(({ key }) => key))];
  return [
    ...(fleets.length > 0
      ? [terminate("TerminateFleet", { StringLike: { "ec2:ResourceTag/aws:autoscaling:groupName": [...fleets] } })]
      : []),
    ...keys.map((key, index) => {
      const values = first.filter((tag) => tag.key === key).map(({ value }) => value);
      const known = values.filter((value) => value !== undefined);
      const name = `ec2:ResourceTag/${key}`;
      return terminate(
        `TerminateTagged${index + 1}`,
        known.length < values.length ? { Null: { [name]: "false" } } : { StringEquals: { [name]: known } },
      );
    }),
  ];
}
