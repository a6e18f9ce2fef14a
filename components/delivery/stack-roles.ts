import * as iam from "@pulumi/aws/iam";
import type * as pulumi from "@pulumi/pulumi";
import { roleSettingsIn } from "../aws/role-settings";
import type { AwsScope } from "../aws/scope";
import { createRole, type RoleArgs } from "../iam/role";
import { type AccountProviders, optionsIn } from "../pipelines/roles";
import type { PlannedTargetRole } from "./target-roles";
import type { PlannedStackRole } from "./targets";

/** @internal */
export interface StackRoleOwner {
  /** The account and region of the pipeline. */
  readonly scope: AwsScope;
  readonly accounts: AccountProviders;
  readonly tags: RoleArgs["tags"];
}

/**
 * Creates the role of a build in a target account. The role of an account without a provider is left to a TargetAccount.
 *
 * @internal
 */
export function createTargetRole(
  name: string,
  { place: { account }, stageName, actionName, roleName, trust, policies }: PlannedTargetRole,
  { scope, accounts, tags }: StackRoleOwner,
  child: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const opts = optionsIn(account, scope.account, accounts, child);
  if (opts === undefined) {
    return [];
  }
  return createRole(
    `${name}-${stageName}-${actionName}-target-role`,
    {
      roleName,
      description: `${actionName} in ${stageName} of ${name}, in its target account`,
      trust,
      policies,
      settings: roleSettingsIn(scope, account),
      tags,
    },
    opts,
  ).ready;
}

/**
 * Creates the role of a stack, and the boundary of the roles that the stack creates. The role of another account without a
 * provider is left to a TargetAccount.
 *
 * @internal
 */
export function createStackRole(
  name: string,
  { place: { account }, stackName, roleName, trust, policies, boundary }: PlannedStackRole,
  { scope, accounts, tags }: StackRoleOwner,
  child: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const opts = optionsIn(account, scope.account, accounts, child);
  if (opts === undefined) {
    return [];
  }
  const role = createRole(
    `${name}-stack-${stackName}-role`,
    {
      roleName,
      description: `CloudFormation role of the stack ${stackName}`,
      trust,
      policies,
      settings: roleSettingsIn(scope, account),
      tags,
    },
    opts,
  );
  const ofRoles =
    boundary &&
    new iam.Policy(
      `${name}-stack-${stackName}-boundary`,
      {
        name: boundary.name,
        description: `Boundary of roles that the stack ${stackName} creates`,
        policy: boundary.document,
        tags,
      },
      opts,
    );
  return [...role.ready, ...(ofRoles ? [ofRoles] : [])];
}
