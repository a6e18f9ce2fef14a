import type { Question } from "../../iam/evaluate";
import type { Identity } from "../iam/identities";
import { isAmong } from "../iam/roles";
import type { DestroyPipeline, DestroyProject } from "./gates";

/** What runs what a project of CodeBuild is for. */
export const startActions = [
  "codebuild:StartBuild",
  "codebuild:StartBuildBatch",
  "codebuild:RetryBuild",
  "codebuild:RetryBuildBatch",
];

/** What changes what a project runs or what starts it, or runs something else with its role. */
export const changeActions = [
  "codebuild:UpdateProject",
  "codebuild:CreateWebhook",
  "codebuild:UpdateWebhook",
  "codebuild:StartSandbox",
];

/** What leads round an approval: a pipeline without it, or a stage behind it that runs as in an earlier run. */
export const detourActions = ["codepipeline:UpdatePipeline", "codepipeline:RollbackStage"];

/** What makes its holder a role, now or after a change of its trust. */
const becomeActions = ["sts:AssumeRole", "iam:UpdateAssumeRolePolicy"];

/** What only some may do, or nobody, and why. */
export interface Restriction extends Question {
  readonly free: (identity: Identity) => boolean;
  /** Continues the sentence that a statement starts, given what it allows. */
  readonly desired: (actions: string) => string;
}

export function refusesStart(actions: string): string {
  return `should not allow ${actions} on a project that destroys: only the role with which its pipeline runs it may`;
}

export function refusesChange(actions: string): string {
  return `should not allow ${actions} on a project that destroys: nobody of this stack has to`;
}

export function refusesDetour(actions: string): string {
  return `should not allow ${actions} on a pipeline that destroys: it leads round the approval`;
}

/** Who may do what with a project that destroys. */
export function projectRestrictions({ arns, roles, starters }: DestroyProject): Restriction[] {
  return [
    { actions: startActions, targets: arns, free: (it) => isAmong(it, starters), desired: refusesStart },
    { actions: changeActions, targets: arns, free: nobody, desired: refusesChange },
    ...roleRestrictions(roles.arns, "the role of a project that destroys", "codebuild.amazonaws.com"),
  ];
}

/** Who may do what with a pipeline that destroys. */
export function pipelineRestrictions({ arns, roles, starters }: DestroyPipeline): Restriction[] {
  const own = (identity: Identity) => isAmong(identity, roles);
  const desired = refusesRole("the role that starts what destroys");
  return [
    { actions: detourActions, targets: arns.flatMap((arn) => [arn, `${arn}/*`]), free: nobody, desired: refusesDetour },
    ...roleRestrictions(roles.arns, "the role of a pipeline that destroys", "codepipeline.amazonaws.com"),
    { actions: becomeActions.slice(0, 1), targets: starters.arns, free: own, desired },
    { actions: becomeActions.slice(1), targets: starters.arns, free: nobody, desired },
  ];
}

function roleRestrictions(arns: readonly string[], role: string, service: string): Restriction[] {
  const desired = refusesRole(role);
  return [
    { actions: ["iam:PassRole"], targets: arns, context: { "iam:PassedToService": service }, free: nobody, desired },
    { actions: becomeActions, targets: arns, free: nobody, desired },
  ];
}

function refusesRole(role: string): (actions: string) => string {
  return (actions) => `should not allow ${actions} on ${role}: it would let its holder destroy`;
}

function nobody(): boolean {
  return false;
}
