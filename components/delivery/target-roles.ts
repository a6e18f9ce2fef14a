import type { AwsScope } from "../aws/scope";
import { statementReachProblems } from "../iam/gate-reach";
import { guardAllGates } from "../iam/gate-tag";
import { type RolePolicies, rolePolicies, rolePolicyProblems } from "../iam/role-policies";
import { allowStatement, type Statement } from "../iam/statement";
import { roleTrust } from "../iam/trust";
import { type Problem, within } from "../schema/problem";
import type { TargetPlace } from "./targets";

/** The role of a target account that a build of the pipeline, or an action that runs commands, assumes. */
export interface NamedTargetRole {
  readonly path: string;
  readonly stageName: string;
  readonly actionName: string;
  readonly place: AwsScope;
  readonly roleName: string;
  /** The ARN of the role in the account of the pipeline that assumes this one. */
  readonly trustedRoleArn: string;
  readonly statements: readonly Statement[];
}

/** A role of a target account with its documents. */
export interface PlannedTargetRole
  extends Pick<NamedTargetRole, "stageName" | "actionName" | "place" | "roleName" | "trustedRoleArn"> {
  readonly trust: string;
  readonly policies: RolePolicies;
}

/** Lets a role of the pipeline's account act in a target account, through one role. The role there must trust it. */
export function actInTarget(roleArn: string): Statement {
  return allowStatement({ sid: "ActInTarget", actions: ["sts:AssumeRole"], resources: [roleArn] });
}

/** The statements of a build: those given, or the one by which it acts in another account, whose role has them. */
export function throughTarget(
  target: Pick<TargetPlace, "role"> | undefined,
  statements: readonly Statement[],
): readonly Statement[] {
  return target?.role === undefined ? statements : [actInTarget(target.role.roleArn)];
}

/**
 * Plans the roles of builds in target accounts. Each trusts one role of the pipeline's account, which need not exist yet,
 * and carries the guard of builds. The trust needs no external id: both accounts belong to the owner of the pipeline.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
 */
export function planTargetRoles(
  scope: AwsScope,
  pipelineName: string,
  named: readonly NamedTargetRole[],
): { readonly roles: readonly PlannedTargetRole[]; readonly problems: readonly Problem[] } {
  const planned = named.map(({ path, statements, ...role }) => {
    const guarded = [...statements, ...guardAllGates(role.place, { gateNames: [pipelineName] })];
    const policies = rolePolicies(guarded, scope.managedPoliciesOnly);
    const problems = [
      ...within(path, statementReachProblems("permissions", statements)),
      ...rolePolicyProblems(path, policies),
    ];
    return { role: { ...role, trust: roleTrust(scope, role.trustedRoleArn), policies }, problems };
  });
  return { roles: planned.map(({ role }) => role), problems: planned.flatMap(({ problems }) => problems) };
}
