import { roleArn } from "../aws/arn";
import { projectRoleName } from "../aws/role-names";
import type { AwsScope } from "../aws/scope";
import type { Statement } from "../iam/statement";
import type { Problem } from "../schema/problem";
import { driftStage } from "./drift";
import { checkGrants, type DriftSettings } from "./drift-settings";
import { deployStatements, type Infrastructure, planStatements } from "./infrastructure-builds";
import { deployStage } from "./promotion";
import { type PlannedTargetRole, planTargetRoles } from "./target-roles";
import { type Target, type TargetPlace, targetOf } from "./targets";

/** A build that works with the infrastructure of an environment. */
export type InfrastructureStep = "plan" | "deploy" | "drift";

/** The stage and the action in the names of the roles. */
const names = {
  plan: { stageName: "Plan", actionName: "Preview" },
  deploy: { stageName: deployStage, actionName: "Infrastructure" },
  drift: { stageName: driftStage, actionName: "Infrastructure" },
} as const;

/** The target of an environment with one deployment. */
export interface InfrastructureTarget {
  /** The place of each build; empty without a target. */
  readonly places: Readonly<Partial<Record<InfrastructureStep, TargetPlace>>>;
  /** Roles of the target account, one for each build. */
  readonly roles: readonly PlannedTargetRole[];
  readonly problems: readonly Problem[];
  /** The ARN of the role that a project assumes in the target account, if it assumes one. */
  readonly assumedBy: (projectName: string) => string | undefined;
}

/**
 * Plans the places of the builds of an environment, and their roles in the target account.
 *
 * @param infrastructure - the infrastructure without a place
 */
export function planInfrastructureTarget(
  scope: AwsScope,
  infrastructure: Omit<Infrastructure, "target">,
  {
    target,
    drift,
    pipelineName,
    projects,
  }: {
    readonly target: Target | undefined;
    readonly drift: DriftSettings | undefined;
    readonly pipelineName: string;
    /** The projects by step: those that the environment has. */
    readonly projects: Readonly<Partial<Record<InfrastructureStep, string>>>;
  },
): InfrastructureTarget {
  const steps = target === undefined ? [] : (Object.keys(projects) as InfrastructureStep[]);
  const placed = steps.map((step) => {
    const { stageName, actionName } = names[step];
    return { step, at: targetOf(scope, target, pipelineName, stageName, actionName) };
  });
  const statementsOf: Readonly<Record<InfrastructureStep, (of: Infrastructure) => readonly Statement[]>> = {
    plan: (of) => planStatements(scope, of),
    deploy: (of) => deployStatements(scope, of),
    drift: (of) => planStatements(scope, of, checkGrants(drift)),
  };
  const named = placed.flatMap(({ step, at }) => {
    const { place, role } = at;
    return role === undefined
      ? []
      : [
          {
            path: step,
            ...names[step],
            place,
            roleName: role.roleName,
            trustedRoleArn: roleArn(scope, projectRoleName(projects[step] ?? "", scope.region)),
            statements: statementsOf[step]({ ...infrastructure, target: at }),
          },
        ];
  });
  return {
    ...planTargetRoles(scope, infrastructure.name, named),
    places: Object.fromEntries(placed.map(({ step, at }) => [step, at])),
    assumedBy: (projectName) => placed.find(({ step }) => projects[step] === projectName)?.at.role?.roleArn,
  };
}
