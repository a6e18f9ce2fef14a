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

/** A role in the account of its place. */
type PlacedRole = Pick<PlannedTargetRole | PlannedStackRole, "place" | "roleName" | "trust" | "policies">;

/** Creates a role, with the options of its account. The role of an account without a provider is left to a TargetAccount. */
function createPlacedRole(
  name: string,
  description: string,
  { place: { account }, roleName, trust, policies }: PlacedRole,
  { scope, accounts, tags }: StackRoleOwner,
  child: pulumi.CustomResourceOptions,
) {
  const opts = optionsIn(account, scope.account, accounts, child);
  const settings = roleSettingsIn(scope, account);
  return opts && { opts, ...createRole(name, { roleName, description, trust, policies, settings, tags }, opts) };
}

/**
 * Creates the role of a build in a target account.
 *
 * @internal
 */
export function createTargetRole(
  name: string,
  role: PlannedTargetRole,
  owner: StackRoleOwner,
  child: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const { stageName, actionName } = role;
  const description = `${actionName} in ${stageName} of ${name}, in its target account`;
  return (
    createPlacedRole(`${name}-${stageName}-${actionName}-target-role`, description, role, owner, child)?.ready ?? []
  );
}

/**
 * Creates the role of a stack, and the boundary of the roles that the stack creates.
 *
 * @internal
 */
export function createStackRole(
  name: string,
  role: PlannedStackRole,
  owner: StackRoleOwner,
  child: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const { stackName, boundary } = role;
  const description = `CloudFormation role of the stack ${stackName}`;
  const created = createPlacedRole(`${name}-stack-${stackName}-role`, description, role, owner, child);
  const ofRoles =
    boundary &&
    created &&
    new iam.Policy(
      `${name}-stack-${stackName}-boundary`,
      {
        name: boundary.name,
        description: `Boundary of roles that the stack ${stackName} creates`,
        policy: boundary.document,
        tags: owner.tags,
      },
      created.opts,
    );
  return [...(created?.ready ?? []), ...(ofRoles ? [ofRoles] : [])];
}
