import { nameLimits, physicalName } from "./physical-name";

/*
 * Roles are known to the whole account, and IAM does not tell upper and lower case of their names apart. The region keeps
 * environments of one name in several regions apart. The plus sign keeps apart what the components of one account make:
 * IAM takes it, and no name of a pipeline, stage, action, rule, schedule or build project has one, as hyphens are in all
 * of them. A name without it is a project's, with one a pipeline's, with two that of what runs batches or starts a
 * pipeline, which are told apart by the part between, with three an action's and with four a rule's. Where a name is cut,
 * its digest stands for the whole, and no region looks like one.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */

export function projectRoleName(projectName: string, region: string): string {
  return physicalName([projectName, region], nameLimits.role);
}

export function batchRoleName(projectName: string, region: string): string {
  return roleName([projectName, "batch", region]);
}

export function pipelineRoleName(pipelineName: string, region: string): string {
  return roleName([pipelineName, region]);
}

/** What an EventBridge rule starts a pipeline with, by what starts it: a `change` of a source, or a `schedule`. */
export function startRoleName(
  pipelineName: string,
  kind: "change" | "schedule",
  startName: string,
  region: string,
): string {
  return roleName([pipelineName, `${kind}-${startName}`, region]);
}

/** @param actionOrRule - the name of the action; or the kind of condition and the name of the rule */
export function actionRoleName(
  pipelineName: string,
  stage: string,
  actionOrRule: readonly string[],
  region: string,
): string {
  return roleName([pipelineName, stage, ...actionOrRule, region]);
}

/** What a rule of a condition is called among the actions of its stage. */
export function rulePerformerName(kind: string, ruleName: string): string {
  return `${kind}-${ruleName}`;
}

function roleName(parts: readonly string[]): string {
  return physicalName(parts, nameLimits.role, "+");
}
