import { roleArn, topicArn } from "../aws/arn";
import { keyAlias, nameLimits, physicalName } from "../aws/physical-name";
import type { AwsScope } from "../aws/scope";
import { grantApproval } from "../iam/approval-grant";
import type { KeyUsers } from "../iam/key-policy";
import { policyDocument } from "../iam/statement";
import { type PipelineDefinition, pipelineSchema } from "../pipelines/definition/schema";
import { keyUsersOf, type PlannedProject, planBuilds, roleNamesOf } from "../pipelines/plan/planned-builds";
import { approverGroups, type GroupName, roleNameOf } from "./approvers";
import { approvals, destroyPipeline, targetOf } from "./definition";
import { type DestroyGate, guardGate } from "./guard";
import { destroyProject, previewProject } from "./projects";
import type { DestroySettings } from "./settings";

/** The topic that tells one group that its approval waits. */
export interface PlannedTopic {
  readonly topicName: string;
  readonly emails: readonly string[];
}

/** The grant of one approval to a role that exists. */
export interface PlannedApprover {
  readonly group: GroupName;
  readonly roleName: string;
  readonly policyName: string;
  readonly policy: string;
}

/** Everything about a pipeline that destroys that is known before any of it exists. */
export interface DestroyPlan {
  readonly artifactsName: string;
  readonly bucketName: string;
  readonly pipelineName: string;
  readonly definition: PipelineDefinition;
  readonly projects: readonly PlannedProject[];
  readonly topics: readonly PlannedTopic[];
  readonly approvers: readonly PlannedApprover[];
  /** Who uses the key of the artifacts, and for what. */
  readonly keyUsers: KeyUsers;
  /** The names of the roles that are made. */
  readonly roleNames: readonly string[];
  /** What nobody may touch who works in the same environment. */
  readonly gate: DestroyGate;
}

/**
 * Decides everything about a pipeline that destroys that its settings decide.
 *
 * @param guardedRoleNames - the names of roles elsewhere that carry its guard
 */
export function planDestroy(
  scope: AwsScope,
  name: string,
  settings: DestroySettings,
  guardedRoleNames: readonly string[] = [],
): DestroyPlan {
  const { account, region } = scope;
  const target = targetOf(settings, name);
  const pipelineName = `${name}-pipeline`;
  const previewName = `${name}-preview`;
  const destroyName = `${name}-run`;
  const artifactsName = `${name}-artifacts`;
  const bucketName = physicalName([artifactsName.toLowerCase(), account, region], nameLimits.bucket);
  const groups = approverGroups(settings.approvers);
  const topicName = (group: GroupName) => `${name}-${group}-approvers`;
  const topics = groups.map(({ group, notify }) => ({ topicName: topicName(group), emails: notify }));

  const definition = destroyPipeline(settings, target, {
    previewProject: previewName,
    destroyProject: destroyName,
    topicArn: (group) => topicArn(scope, topicName(group)),
  });
  const place = {
    pipeline: pipelineSchema.parse(definition),
    context: { scope, pipelineName },
    buckets: { [region]: bucketName },
  };
  const roleNames = roleNamesOf(place, [previewName, destroyName]);
  const builds = {
    [previewName]: previewProject(scope, settings, target),
    [destroyName]: destroyProject(scope, settings, target),
  };
  const planned = planBuilds(builds, place);
  const { state } = settings;
  const gate: DestroyGate = {
    pipelineName,
    projectNames: Object.keys(builds),
    roleArns: [...roleNames, ...guardedRoleNames].map((roleName) => roleArn(scope, roleName)),
    approverArns: groups.flatMap(({ principals }) => principals),
    logGroupNames: planned.map(({ logGroupName }) => logGroupName),
    topicNames: topics.map((topic) => topic.topicName),
    artifactBucketName: bucketName,
    stateBucketName: state?.backend === "s3" ? state.bucketName : undefined,
    keyAliases: [keyAlias(artifactsName), ...(state?.backend === "s3" ? [state.keyAlias] : [])],
  };
  const projects = planned.map((project) => ({
    ...project,
    permissions: [
      ...project.permissions,
      ...guardGate(scope, gate, { writesArtifacts: project.projectName === previewName }),
    ],
  }));
  return {
    artifactsName,
    bucketName,
    pipelineName,
    definition,
    projects,
    topics,
    approvers: groups.flatMap(({ group, principals }) =>
      principals.map((arn) => approver(scope, pipelineName, group, arn)),
    ),
    keyUsers: keyUsersOf(place, projects, false),
    roleNames,
    gate,
  };
}

function approver(scope: AwsScope, pipelineName: string, group: GroupName, arn: string): PlannedApprover {
  const { stage, action } = approvals[group];
  return {
    group,
    roleName: roleNameOf(arn),
    // One role may approve for several pipelines of an account.
    policyName: physicalName([pipelineName, stage, scope.region], nameLimits.policy),
    policy: policyDocument(grantApproval(scope, pipelineName, stage, action)),
  };
}
