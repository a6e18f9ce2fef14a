import type * as iam from "@pulumi/aws/iam";
import type * as pulumi from "@pulumi/pulumi";
import { roleArn } from "../aws/arn";
import { roleSettingsIn } from "../aws/role-settings";
import { createRole, type RoleArgs } from "../iam/role";
import { roleTrust, serviceTrust } from "../iam/trust";
import type { PipelinePlan } from "./plan/plan";

/** Providers of other accounts, by account: roles there are created with them. @internal */
export type AccountProviders = Readonly<Record<string, pulumi.ProviderResource>>;

/**
 * The options of resources in an account: those given, with the provider of another account; undefined without one.
 *
 * @param home - the account of the pipeline
 * @internal
 */
export function optionsIn(
  account: string,
  home: string,
  accounts: AccountProviders,
  opts: pulumi.CustomResourceOptions,
): pulumi.CustomResourceOptions | undefined {
  const provider = accounts[account];
  return account === home ? opts : provider && { ...opts, provider };
}

/** @internal */
export interface PipelineRoles {
  /** The role of the pipeline itself. */
  readonly own: iam.Role;
  /** The roles that are made for actions and rules, by stage and action: `Build/Image`. */
  readonly actions: Record<string, iam.Role>;
  /** Resources that the roles need before they can work. */
  readonly ready: pulumi.Resource[];
}

/**
 * Creates the role of a pipeline. Each action and rule that needs a role and brings none gets one that only the role of
 * the pipeline may assume. Roles of other accounts without a provider are left to a TargetAccount.
 *
 * @internal
 */
export function createPipelineRoles(
  name: string,
  { context: { scope, pipelineName }, roleName, policies, roles }: PipelinePlan,
  tags: RoleArgs["tags"],
  child: pulumi.CustomResourceOptions,
  accounts: AccountProviders = {},
): PipelineRoles {
  const own = createRole(
    `${name}-role`,
    {
      roleName,
      description: `The pipeline ${pipelineName}`,
      trust: serviceTrust(scope, "codepipeline.amazonaws.com"),
      policies,
      settings: scope,
      tags,
    },
    child,
  );
  const actions: Record<string, iam.Role> = {};
  const ready = [...own.ready];
  for (const { stageName, actionName, policies: planned, ...role } of roles) {
    const { account } = role.place;
    const opts = optionsIn(account, scope.account, accounts, child);
    if (planned === undefined || opts === undefined) {
      continue;
    }
    const made = createRole(
      `${name}-${stageName}-${actionName}-role`,
      {
        roleName: role.roleName,
        description: `${actionName} in ${stageName} of ${pipelineName}`,
        trust: roleTrust(scope, roleArn(scope, roleName)),
        policies: planned,
        managedPolicies: role.managedPolicies,
        settings: account === scope.account ? scope : roleSettingsIn(scope, account),
        tags,
      },
      opts,
    );
    actions[`${stageName}/${actionName}`] = made.role;
    ready.push(...made.ready);
  }
  return { own: own.role, actions, ready };
}
