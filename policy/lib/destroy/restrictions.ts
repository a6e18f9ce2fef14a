import type { Question } from "../../iam/evaluate";
import type { Identity } from "../iam/identities";
import { isAmong } from "../iam/roles";
import type { DestroyPipeline, DestroyProject } from "./gates";

/** Actions that start builds of a project. */
export const startActions = [
  "codebuild:StartBuild",
  "codebuild:StartBuildBatch",
  "codebuild:RetryBuild",
  "codebuild:RetryBuildBatch",
];

/** Actions that change the commands or triggers of a project, or run other commands with its role. */
export const changeActions = [
  "codebuild:UpdateProject",
  "codebuild:CreateWebhook",
  "codebuild:UpdateWebhook",
  "codebuild:StartSandbox",
];

/** Actions that bypass an approval: they change the pipeline, or run a stage after the approval again. */
export const detourActions = ["codepipeline:UpdatePipeline", "codepipeline:RollbackStage"];

/** Actions that give the holder a role, at once or after a change of its trust. */
const becomeActions = ["sts:AssumeRole", "iam:UpdateAssumeRolePolicy"];

/** Actions that only some identities may do, or nobody. */
export interface Restriction extends Question {
  readonly free: (identity: Identity) => boolean;
  /** Continues the sentence that a statement starts, with the allowed actions. */
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

/** Returns the restrictions of a project that destroys. */
export function projectRestrictions({ arns, roles, starters }: DestroyProject): Restriction[] {
  return [
    { actions: startActions, targets: arns, free: (it) => isAmong(it, starters), desired: refusesStart },
    { actions: changeActions, targets: arns, free: nobody, desired: refusesChange },
    ...roleRestrictions(roles.arns, "the role of a project that destroys", "codebuild.amazonaws.com"),
  ];
}

/** Returns the restrictions of a pipeline that destroys. */
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
