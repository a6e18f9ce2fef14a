import { nameLimits, physicalName } from "./physical-name";

/*
 * Role names are unique in an account, without regard to case. The region in the name separates environments of one
 * name in several regions. The number of plus signs separates the kinds of roles. A project role has none, and a
 * pipeline role one. Roles of batches, starts, stacks and notifications have two, action roles three, rule and target
 * roles four. IAM takes a plus sign, and no name of a pipeline, stage, action, rule, schedule or project has one.
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

/**
 * The role of an EventBridge rule that starts a pipeline, by the kind of start: a `change` of a source, or a
 * `schedule`.
 */
export function startRoleName(
  pipelineName: string,
  kind: "change" | "schedule",
  startName: string,
  region: string,
): string {
  return roleName([pipelineName, `${kind}-${startName}`, region]);
}

/** The role of an EventBridge rule that starts builds of a project, by the name of the start. */
export function buildStartRoleName(projectName: string, startName: string, region: string): string {
  return roleName([projectName, `builds-${startName}`, region]);
}

/** A role that people assume to work with a CodeCommit repository. */
export function repositoryRoleName(repositoryName: string, accessName: string, region: string): string {
  return roleName([repositoryName, `access-${accessName}`, region]);
}

/** The role that CodeDeploy assumes for a deployment group. */
export function deploymentRoleName(applicationName: string, groupName: string, region: string): string {
  return roleName([applicationName, `deploy-${groupName}`, region]);
}

/** The role of the flow logs of a network. */
export function networkRoleName(name: string, region: string): string {
  return roleName([name, "flow-logs", region]);
}

/** A role of notifications: of chat channels, or of the rule that forwards events. */
export function notificationRoleName(name: string, kind: "chat" | "events" | "log-tail", region: string): string {
  return roleName([name, kind, region]);
}

/** The role that S3 assumes to replicate the objects of a bucket. */
export function replicationRoleName(bucketName: string, region: string): string {
  return roleName([bucketName, "replication", region]);
}

/** The role that CloudFormation assumes for a stack that a pipeline deploys. */
export function stackRoleName(pipelineName: string, stackName: string, region: string): string {
  return roleName([pipelineName, `stack-${stackName}`, region]);
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

/** The role of a target account that a build of the pipeline, or an action that runs commands, assumes. */
export function targetRoleName(pipelineName: string, stage: string, action: string, region: string): string {
  return actionRoleName(pipelineName, stage, ["target", action], region);
}

/** The name of a condition's rule among the actions of its stage. */
export function rulePerformerName(kind: string, ruleName: string): string {
  return `${kind}-${ruleName}`;
}

function roleName(parts: readonly string[]): string {
  return physicalName(parts, nameLimits.role, "+");
}
