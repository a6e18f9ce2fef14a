import { z } from "zod";
import { anyInstanceArn, anyManagedNodeArn, awsDocumentArn, targetGroupArn } from "../aws/arn";
import { targetGroupName } from "../aws/names";
import type { AwsScope } from "../aws/scope";
import { downloadArtifacts } from "../iam/artifact-access";
import { writePipelineLogs } from "../iam/build-access";
import { allowStatement, type Conditions, type Statement } from "../iam/statement";
import type { Problem } from "../schema/problem";
import { allowedKeys, distinct, matching, nonEmptyText } from "../schema/vocabulary";
import { actionShape } from "./base/action-shape";
import { defineAction } from "./base/action-type";

/** A number of instances, or a percentage of them. */
function instances(least: 0 | 1) {
  const part = least === 0 ? /^(\d|[1-9]\d|100)%$/ : /^([1-9]\d?|100)%$/;
  return z.union([z.int().min(least), matching(part, "give a number of instances, or a percentage such as 50%")]);
}

export const ec2DeploySchema = allowedKeys({
  ...actionShape,
  provider: z.literal("EC2"),
  category: z.literal("Deploy").default("Deploy"),
  configuration: allowedKeys({
    /** The key of the tag that selects the instances. */
    InstanceTagKey: matching(
      /^[\p{L}\p{N}_.:/=+@ -]{1,128}$/u,
      "give the key of a tag, 1 to 128 letters, digits, spaces or the characters _ . : / = + @ -",
    ),
    /**
     * The value of the tag.
     * @default - any value
     */
    InstanceTagValue: matching(
      /^[\p{L}\p{N}_.:/=+@ -]{1,256}$/u,
      "give the value of a tag, 1 to 256 letters, digits, spaces or the characters _ . : / = + @ -",
    ).optional(),
    /**
     * `EC2` for instances, `SSM_MANAGED_NODE` for managed nodes of Systems Manager. All run Linux and the SSM agent.
     */
    InstanceType: z.enum(["EC2", "SSM_MANAGED_NODE"]),
    /** The absolute path of the target directory on the instances. */
    TargetDirectory: matching(/^\/.*$/, "give an absolute path, such as /srv/shop").optional(),
    /** The path of the script in the artifact that runs after the deployment of the files. */
    PostScript: nonEmptyText.optional(),
    /**
     * The path of the script in the artifact that runs before the deployment of the files.
     * @default - none
     */
    PreScript: nonEmptyText.optional(),
    /** The path of a deploy specification in the artifact, instead of the directory and the scripts. */
    DeploySpec: nonEmptyText.optional(),
    /**
     * How many instances the action deploys to at a time: a number, or a percentage such as `50%`.
     * @default - AWS decides
     */
    MaxBatch: instances(1).optional(),
    /**
     * How many instances may fail: a number, or a percentage such as `10%`. 0 means none.
     * @default - AWS decides
     */
    MaxError: instances(0).optional(),
    /**
     * The names of the target groups that instances leave during their deployment.
     * @default - none
     */
    TargetGroupNameList: distinct(z.array(targetGroupName).min(1)).optional(),
  }),
});

type Configuration = z.output<typeof ec2DeploySchema>["configuration"];

/**
 * Deploys an artifact to instances that have a tag, with Systems Manager commands.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-EC2Deploy.html
 */
export const ec2Deploy = defineAction({
  schema: ec2DeploySchema,
  inputArtifacts: 1,
  pipelineTypes: ["V2"],
  validate: ({ configuration }) => problems(configuration),
  permissions: ({ configuration }, { scope, pipelineName }) => [
    ...deployToInstances(scope, {
      tagKey: configuration.InstanceTagKey,
      tagValue: configuration.InstanceTagValue,
      managedNodes: configuration.InstanceType === "SSM_MANAGED_NODE",
      targetGroups: configuration.TargetGroupNameList ?? [],
    }),
    writePipelineLogs(scope, pipelineName),
  ],
  requiredGrants: (
    { configuration: { InstanceTagKey, InstanceTagValue } },
    { scope, pipelineAccount = scope.account },
    artifactBucket,
  ) => [
    {
      of: `the instance profile or role of the instances with the tag ${InstanceTagKey}${InstanceTagValue === undefined ? "" : ` = ${InstanceTagValue}`}`,
      statements: downloadArtifacts({ ...scope, account: pipelineAccount }, artifactBucket),
      note: "The policy of the artifact key must also let it decrypt. The SSM agent needs the permissions of AmazonSSMManagedInstanceCore.",
    },
  ],
});

/** Returns an action that deploys an artifact to instances that have a tag. */
export function ec2DeployAction(
  action: Omit<z.input<typeof ec2DeploySchema>, "provider">,
): z.input<typeof ec2DeploySchema> {
  return { ...action, provider: "EC2" };
}

function problems(configuration: Configuration): Problem[] {
  const needed = ["TargetDirectory", "PostScript"] as const;
  const given = ([...needed, "PreScript"] as const).filter((key) => configuration[key] !== undefined);
  if (configuration.DeploySpec !== undefined) {
    const reason = "says what the file of DeploySpec says: remove one of them";
    return given.map((key) => ({ path: `configuration.${key}`, reason }));
  }
  const reason = "is missing: give TargetDirectory and PostScript, or DeploySpec";
  return needed
    .filter((key) => configuration[key] === undefined)
    .map((key) => ({ path: `configuration.${key}`, reason }));
}

/** Instances that receive a deployment through Systems Manager. */
export interface TaggedInstances {
  readonly tagKey: string;
  /** Any value, if absent. */
  readonly tagValue?: string | undefined;
  /** Whether managed nodes outside EC2 are included. */
  readonly managedNodes: boolean;
  readonly targetGroups: readonly string[];
}

/**
 * Lets an action run shell commands on instances with a tag, and deregister them from target groups meanwhile. AWS's
 * page also grants the PowerShell document, although the action deploys to Linux only.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-EC2Deploy.html
 */
export function deployToInstances(scope: AwsScope, instances: TaggedInstances): Statement[] {
  const { tagKey, tagValue, managedNodes, targetGroups } = instances;
  const tag = `aws:ResourceTag/${tagKey}`;
  const tagged: Conditions =
    tagValue === undefined ? { Null: { [tag]: "false" } } : { StringEquals: { [tag]: tagValue } };
  return [
    allowStatement({
      sid: "FindInstances",
      actions: ["ec2:DescribeInstances"],
      resources: ["*"],
      conditions: { StringEquals: { "ec2:Region": scope.region } },
    }),
    // AWS knows no resource for these.
    allowStatement({
      sid: "FollowCommands",
      actions: ["ssm:CancelCommand", "ssm:DescribeInstanceInformation", "ssm:ListCommandInvocations"],
      resources: ["*"],
    }),
    allowStatement({
      sid: "CommandMachines",
      actions: ["ssm:SendCommand"],
      resources: [anyInstanceArn(scope), ...(managedNodes ? [anyManagedNodeArn(scope)] : [])],
      conditions: tagged,
    }),
    allowStatement({
      sid: "RunShellScripts",
      actions: ["ssm:SendCommand"],
      resources: [awsDocumentArn(scope, "AWS-RunShellScript")],
    }),
    ...(targetGroups.length === 0 ? [] : useTargetGroups(scope, targetGroups)),
  ];
}

function useTargetGroups(scope: AwsScope, names: readonly string[]): Statement[] {
  return [
    allowStatement({
      sid: "FindTargetGroups",
      actions: [
        "elasticloadbalancing:DescribeTargetGroupAttributes",
        "elasticloadbalancing:DescribeTargetGroups",
        "elasticloadbalancing:DescribeTargetHealth",
      ],
      resources: ["*"],
    }),
    allowStatement({
      sid: "TargetGroups",
      actions: ["elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"],
      resources: names.map((name) => targetGroupArn(scope, name)),
    }),
  ];
}
