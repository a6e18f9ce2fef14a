import { stackArn } from "../../aws/arn";
import { allowStatement, type Conditions, type Statement } from "../../iam/statement";
import type { Problem } from "../../schema/problem";
import { referencePattern } from "../../schema/variable-references";
import type { ActionContext } from "../base/action-type";
import { passRole } from "../base/passed-role";

/** The operations on a stack. */
export const actionModes = [
  "CREATE_UPDATE",
  "REPLACE_ON_FAILURE",
  "DELETE_ONLY",
  "CHANGE_SET_REPLACE",
  "CHANGE_SET_EXECUTE",
] as const;

export type ActionMode = (typeof actionModes)[number];

interface Mode {
  /** The keys that the mode needs, beside ActionMode and StackName. */
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** The IAM actions on the stack. */
  readonly stackActions: readonly string[];
  /** The IAM actions on the one change set. */
  readonly changeSetActions: readonly string[];
  /** Whether the template configuration may hold a stack policy. A change set has none. */
  readonly setsStackPolicy: boolean;
}

const withTemplate = ["Capabilities", "ParameterOverrides", "TemplateConfiguration", "OutputFileName"];

// A failed action builds its message from DescribeStackEvents.
const deployment: Mode = {
  required: ["RoleArn", "TemplatePath"],
  optional: withTemplate,
  stackActions: [
    "cloudformation:CreateStack",
    "cloudformation:DescribeStackEvents",
    "cloudformation:DescribeStackResources",
    "cloudformation:DescribeStacks",
    "cloudformation:GetTemplate",
    "cloudformation:UpdateStack",
  ],
  changeSetActions: [],
  setsStackPolicy: true,
};

/**
 * The keys and the permissions of each mode. AWS ignores all other keys; they are refused here, so that no key is
 * written in vain. DescribeChangeSet has no condition: AWS sends no change set name while the stack does not exist. The
 * other actions compare the name only if the request has it.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html
 */
const modes: Readonly<Record<ActionMode, Mode>> = {
  CREATE_UPDATE: deployment,
  REPLACE_ON_FAILURE: {
    ...deployment,
    stackActions: [...deployment.stackActions, "cloudformation:DeleteStack"],
  },
  DELETE_ONLY: {
    required: ["RoleArn"],
    optional: [],
    stackActions: ["cloudformation:DeleteStack", "cloudformation:DescribeStackEvents", "cloudformation:DescribeStacks"],
    changeSetActions: [],
    setsStackPolicy: false,
  },
  CHANGE_SET_REPLACE: {
    required: [...deployment.required, "ChangeSetName"],
    optional: withTemplate,
    stackActions: ["cloudformation:DescribeChangeSet", "cloudformation:DescribeStacks"],
    changeSetActions: ["cloudformation:CreateChangeSet", "cloudformation:DeleteChangeSet"],
    setsStackPolicy: false,
  },
  CHANGE_SET_EXECUTE: {
    required: ["ChangeSetName"],
    optional: ["OutputFileName"],
    stackActions: [
      "cloudformation:DescribeChangeSet",
      "cloudformation:DescribeStackEvents",
      "cloudformation:DescribeStacks",
    ],
    changeSetActions: ["cloudformation:ExecuteChangeSet"],
    setsStackPolicy: false,
  },
};

/**
 * Keys that AWS ignores in a mode. Its page says so of ChangeSetName, TemplatePath and RoleArn; the others belong to a
 * template, and its example of CHANGE_SET_EXECUTE has them all. The page does not mention OutputFileName.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html#action-reference-CloudFormation-example
 */
export function keysWithoutEffect({ ActionMode }: Readonly<Record<string, unknown>>): string[] {
  const mode = actionModes.find((known) => known === ActionMode);
  if (mode === undefined) {
    return [];
  }
  const { required, optional } = modes[mode];
  const ignored = [
    "ChangeSetName",
    "TemplatePath",
    "RoleArn",
    "Capabilities",
    "ParameterOverrides",
    "TemplateConfiguration",
  ];
  return ignored.filter((key) => !required.includes(key) && !optional.includes(key));
}

/** Refuses missing keys of a mode, and keys without effect in it. */
export function modeProblems(mode: ActionMode, configuration: Readonly<Record<string, unknown>>): Problem[] {
  const { required, optional } = modes[mode];
  const known = ["ActionMode", "StackName", ...required, ...optional];
  const given = Object.keys(configuration).filter((key) => configuration[key] !== undefined);
  return [
    ...required
      .filter((key) => !given.includes(key))
      .map((key) => ({ path: `configuration.${key}`, reason: `is missing, and ${mode} needs it: add it` })),
    ...given
      .filter((key) => !known.includes(key))
      .map((key) => ({
        path: `configuration.${key}`,
        reason: `has no effect with ${mode}, which takes ${known.join(", ")}: remove it`,
      })),
  ];
}

/** The keys that decide the permissions of an action on a stack. */
interface StackAction {
  readonly ActionMode: ActionMode;
  readonly StackName: string;
  readonly ChangeSetName?: string | undefined;
  readonly RoleArn?: string | undefined;
  readonly TemplateConfiguration?: string | undefined;
}

/**
 * The permissions of an action on one stack. AWS's page also grants ValidateTemplate on every resource; CreateStack and
 * CreateChangeSet validate the template without it.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html#edit-role-cloudformation
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/protect-stack-resources.html
 */
export function stackPermissions(
  { ActionMode: mode, StackName, ChangeSetName, RoleArn, TemplateConfiguration }: StackAction,
  { scope }: ActionContext,
): Statement[] {
  const { stackActions, changeSetActions, setsStackPolicy } = modes[mode];
  const resources = [stackArn(scope, StackName)];
  return [
    allowStatement({ sid: "Stack", actions: stackActions, resources }),
    ...(TemplateConfiguration !== undefined && setsStackPolicy
      ? [allowStatement({ sid: "StackPolicy", actions: ["cloudformation:SetStackPolicy"], resources })]
      : []),
    ...(ChangeSetName === undefined
      ? []
      : [
          allowStatement({
            sid: "ChangeSet",
            actions: changeSetActions,
            resources,
            conditions: changeSetCondition(ChangeSetName),
          }),
        ]),
    ...(RoleArn === undefined ? [] : [passRole([RoleArn], "cloudformation")]),
  ];
}

/** The condition on the name of a change set. A reference in the name has any value. */
export function changeSetCondition(name: string): Conditions {
  const pattern = name.replace(new RegExp(referencePattern, "g"), "*");
  const key = "cloudformation:ChangeSetName";
  return pattern === name ? { StringEqualsIfExists: { [key]: name } } : { StringLikeIfExists: { [key]: pattern } };
}
