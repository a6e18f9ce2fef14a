import { roleArn } from "../../aws/arn";
import { stackSetArn } from "../../aws/provisioning-arn";
import type { AwsScope } from "../../aws/scope";
import { allowStatement, type Statement } from "../../iam/statement";
import type { ActionContext, RequiredGrant } from "../base/action-type";
import { passToCloudFormation } from "../base/passed-role";
import { delegationPermissions } from "./stack-set-operation";
import type { PermissionModel } from "./stack-set-permission-model";
import { accountsOf } from "./stack-set-targets";

/** What decides about the permissions of an action on a stack set. */
interface StackSetAction {
  readonly StackSetName: string;
  readonly PermissionModel: PermissionModel;
  readonly AdministrationRoleArn?: string | undefined;
  readonly ExecutionRoleName?: string | undefined;
  readonly DeploymentTargets?: string | string[] | undefined;
  readonly CallAs?: "SELF" | "DELEGATED_ADMIN" | undefined;
}

/**
 * A stack set as a role names it. That of a delegated administrator is kept in the organization's management account,
 * whose number the pipeline does not know.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-delegated-admin.html
 */
export function stackSetOf(scope: AwsScope, name: string, callAs: StackSetAction["CallAs"]): string {
  return stackSetArn(callAs === "DELEGATED_ADMIN" ? { ...scope, account: "*" } : scope, name);
}

/**
 * What making and updating one stack set needs. AWS knows no resource for CreateStackSet, although the action's page
 * gives it one; the role that the stack set is made with limits it where the action names one.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-StackSets.html#edit-role-cfn-stackset
 */
export function stackSetPermissions(configuration: StackSetAction, { scope }: ActionContext): Statement[] {
  const { StackSetName, AdministrationRoleArn: role, PermissionModel, CallAs } = configuration;
  return [
    allowStatement({
      sid: "CreateStackSet",
      actions: ["cloudformation:CreateStackSet"],
      resources: ["*"],
      ...(role !== undefined && { conditions: { ArnEquals: { "cloudformation:RoleArn": role } } }),
    }),
    allowStatement({
      sid: "StackSet",
      actions: [
        "cloudformation:CreateStackInstances",
        "cloudformation:DescribeStackSet",
        "cloudformation:DescribeStackSetOperation",
        "cloudformation:ListStackInstances",
        "cloudformation:UpdateStackSet",
      ],
      resources: [stackSetOf(scope, StackSetName, CallAs)],
    }),
    ...(PermissionModel === "SELF_MANAGED" ? [passToCloudFormation(administrationRole(configuration, scope))] : []),
    ...delegationPermissions(CallAs),
  ];
}

/**
 * Who works in the target accounts: two roles of the user's own, or AWS.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-prereqs-self-managed.html
 */
export function stackSetAsks(configuration: StackSetAction, { scope }: ActionContext): RequiredGrant[] {
  const { StackSetName, PermissionModel, ExecutionRoleName, DeploymentTargets } = configuration;
  if (PermissionModel === "SERVICE_MANAGED") {
    const note = "must have trusted access of CloudFormation StackSets activated, for AWS to make the roles";
    return [{ of: "the organization's management account", statements: [], note }];
  }
  const administration = administrationRole(configuration, scope);
  const execution = ExecutionRoleName ?? "AWSCloudFormationStackSetExecutionRole";
  const accounts = accountsOf(DeploymentTargets);
  const roles = (accounts.length > 0 ? accounts : ["*"]).map((account) => roleArn({ ...scope, account }, execution));
  const everywhere = accounts.length > 0 ? `the accounts ${accounts.join(", ")}` : "each target account";
  return [
    {
      of: `the role ${administration}`,
      statements: [allowStatement({ sid: "AssumeExecutionRoles", actions: ["sts:AssumeRole"], resources: roles })],
      note: "must trust cloudformation.amazonaws.com",
    },
    {
      of: `the role ${execution} of ${everywhere}`,
      statements: [],
      note: `must trust ${administration}, and be allowed what the template of the stack set ${StackSetName} makes, changes and deletes`,
    },
  ];
}

function administrationRole({ AdministrationRoleArn }: StackSetAction, scope: AwsScope): string {
  return AdministrationRoleArn ?? roleArn(scope, "AWSCloudFormationStackSetAdministrationRole");
}
