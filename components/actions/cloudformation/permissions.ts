import { stackArn } from "../../aws/provisioning-arn";
import { allowStatement, type Conditions, type Statement } from "../../iam/statement";
import type { ActionContext } from "../base/action-type";
import { passToCloudFormation } from "../base/passed-role";
import type { ActionMode } from "./modes";

/** What decides about the permissions of an action on a stack. */
interface StackAction {
  readonly ActionMode: ActionMode;
  readonly StackName: string;
  readonly ChangeSetName?: string | undefined;
  readonly RoleArn?: string | undefined;
  readonly TemplateConfiguration?: string | undefined;
}

interface ModeActions {
  readonly stack: readonly string[];
  /** What is about the one change set of the mode. */
  readonly changeSet: readonly string[];
  /** What a file of configuration may ask for besides. */
  readonly configured?: readonly string[];
}

// DescribeStackEvents is what the message of a failed action is made of.
const deployment = [
  "cloudformation:CreateStack",
  "cloudformation:DescribeStackEvents",
  "cloudformation:DescribeStackResources",
  "cloudformation:DescribeStacks",
  "cloudformation:GetTemplate",
  "cloudformation:UpdateStack",
];

// Such a file may hold a stack policy, which a change set has none of. Creating and updating a stack take tags themselves.
const configured = ["cloudformation:SetStackPolicy"];

// DescribeChangeSet is not limited to the change set: AWS sends no name of it while its stack does not exist yet.
const actionsOfModes: Readonly<Record<ActionMode, ModeActions>> = {
  CREATE_UPDATE: { stack: deployment, changeSet: [], configured },
  REPLACE_ON_FAILURE: { stack: [...deployment, "cloudformation:DeleteStack"], changeSet: [], configured },
  DELETE_ONLY: {
    stack: ["cloudformation:DeleteStack", "cloudformation:DescribeStackEvents", "cloudformation:DescribeStacks"],
    changeSet: [],
  },
  CHANGE_SET_REPLACE: {
    stack: ["cloudformation:DescribeChangeSet", "cloudformation:DescribeStacks"],
    changeSet: ["cloudformation:CreateChangeSet", "cloudformation:DeleteChangeSet"],
  },
  CHANGE_SET_EXECUTE: {
    stack: ["cloudformation:DescribeChangeSet", "cloudformation:DescribeStackEvents", "cloudformation:DescribeStacks"],
    changeSet: ["cloudformation:ExecuteChangeSet"],
  },
};

/**
 * What a mode needs of its one stack. AWS's page also names ValidateTemplate, on every resource; creating a stack or a
 * change set validates the template anyway, so it is not granted.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html#edit-role-cloudformation
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/protect-stack-resources.html
 */
export function stackPermissions(
  { ActionMode: mode, StackName, ChangeSetName, RoleArn, TemplateConfiguration }: StackAction,
  { scope }: ActionContext,
): Statement[] {
  const { stack, changeSet, configured: policy } = actionsOfModes[mode];
  const resources = [stackArn(scope, StackName)];
  return [
    allowStatement({ sid: "Stack", actions: stack, resources }),
    ...(TemplateConfiguration === undefined || policy === undefined
      ? []
      : [allowStatement({ sid: "StackPolicy", actions: policy, resources })]),
    ...(ChangeSetName === undefined
      ? []
      : [allowStatement({ sid: "ChangeSet", actions: changeSet, resources, conditions: named(ChangeSetName) })]),
    ...(RoleArn === undefined ? [] : [passToCloudFormation(RoleArn)]),
  ];
}

function named(changeSet: string): Conditions {
  return { StringEquals: { "cloudformation:ChangeSetName": changeSet } };
}
