import { anyInstanceArn, anyManagedNodeArn, awsDocumentArn, targetGroupArn } from "../../aws/deployment-arn";
import type { AwsScope } from "../../aws/scope";
import { allowStatement, type Conditions, type Statement } from "../../iam/statement";

/** Machines that are deployed to by commands of Systems Manager. */
export interface TaggedMachines {
  readonly tagKey: string;
  /** Any value of the tag, where there is none. */
  readonly tagValue?: string | undefined;
  /** Whether they may be machines that only Systems Manager knows. */
  readonly managedNodes: boolean;
  readonly targetGroups: readonly string[];
}

/**
 * Lets an action run shell commands on machines with a tag, and take them out of target groups meanwhile. AWS's page also
 * grants the document for PowerShell, and says that the action deploys to Linux alone.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-EC2Deploy.html
 */
export function deployToMachines(scope: AwsScope, machines: TaggedMachines): Statement[] {
  const { tagKey, tagValue, managedNodes, targetGroups } = machines;
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
