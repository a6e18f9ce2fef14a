import { nameLimits, physicalName } from "./physical-name";

// Roles are known to the whole account: the region keeps environments of one name in several regions apart.

export function projectRoleName(projectName: string, region: string): string {
  return physicalName([projectName, region], nameLimits.role);
}

export function batchRoleName(projectName: string, region: string): string {
  return physicalName([projectName, "batch", region], nameLimits.role);
}

export function pipelineRoleName(pipelineName: string, region: string): string {
  return physicalName([pipelineName, region], nameLimits.role);
}

export function actionRoleName(pipelineName: string, stage: string, action: string, region: string): string {
  return physicalName([pipelineName, stage, action, region], nameLimits.role);
}

/** What a rule of a condition is called among the actions of its stage. */
export function rulePerformerName(kind: string, ruleName: string): string {
  return `${kind}-${ruleName}`;
}
