import { objectArn, roleArn, topicArn } from "../aws/arn";
import { accessLogBucketName, bucketNameOf, keyAlias } from "../aws/physical-name";
import { roleSettingsOf } from "../aws/role-settings";
import type { AwsScope } from "../aws/scope";
import { type PlannedApprover, planApprover } from "../iam/approver-plan";
import { projectLogGroup } from "../iam/build-access";
import type { KeyUsers } from "../iam/key-policy";
import { type NotificationsPlan, planNotifications, withNotifications } from "../notifications/plan";
import type { NotifySettings } from "../notifications/settings";
import { type PipelinePlan, planPipeline } from "../pipelines/plan/plan";
import { listKeyUsers, listRoleNames, type PlannedProject, planBuilds } from "../pipelines/plan/planned-builds";
import { readPipeline } from "../pipelines/validation/validate-pipeline";
import { approverGroups, type GroupName } from "./approvers";
import { approvals, destroyPipeline, targetOf } from "./definition";
import { type DestroyGate, guardGate } from "./guard";
import { planDestroyProject, planListProject, planPreviewProject } from "./projects";
import type { DestroySettings } from "./settings";

/** The topic that tells one group that its approval waits. */
export interface PlannedTopic {
  readonly topicName: string;
  readonly emails: readonly string[];
}

/** The grant of one group's approval to a role that exists. */
export interface PlannedGroupApprover extends PlannedApprover {
  readonly group: GroupName;
}

/** Everything about a destroy pipeline that is known before any of it exists. */
export interface DestroyPlan {
  readonly name: string;
  readonly scope: AwsScope;
  readonly settings: DestroySettings;
  readonly artifactsName: string;
  readonly bucketName: string;
  readonly pipelineName: string;
  readonly pipeline: PipelinePlan;
  readonly projects: readonly PlannedProject[];
  readonly topics: readonly PlannedTopic[];
  readonly approvers: readonly PlannedGroupApprover[];
  /** Principals that use the key of the artifacts, by purpose. */
  readonly keyUsers: KeyUsers;
  /** Names of the roles that the component creates. */
  readonly roleNames: readonly string[];
  readonly gate: DestroyGate;
  /** Notifications of a gate of its own; an environment has its own for all of its pipelines. */
  readonly notifications: NotificationsPlan | undefined;
}

/**
 * Plans a destroy pipeline: everything that follows from its settings.
 *
 * @param guardedRoleNames - names of the roles of other pipelines that carry the guard
 * @param notify - recipients of the pipeline's own notifications, if it has any
 */
export function planDestroy(
  place: AwsScope,
  name: string,
  settings: DestroySettings,
  guardedRoleNames: readonly string[] = [],
  notify?: NotifySettings,
): DestroyPlan {
  const scope = { ...place, ...roleSettingsOf(settings) };
  const { account, region } = scope;
  const { state } = settings;
  const target = targetOf(settings, name);
  const pipelineName = `${name}-pipeline`;
  const previewName = `${name}-preview`;
  const destroyName = `${name}-run`;
  const listing = planListProject(settings, target);
  const listName = `${name}-list`;
  const artifactsName = `${name}-artifacts`;
  const bucketName = bucketNameOf(artifactsName, account, region);
  const groups = approverGroups(settings.approvers);
  const topicName = (group: GroupName) => `${name}-${group}-approvers`;
  const topics = groups.map(({ group, notify }) => ({ topicName: topicName(group), emails: notify }));

  const definition = destroyPipeline(settings, target, {
    previewProject: previewName,
    ...(listing && { listProject: listName }),
    destroyProject: destroyName,
    topicArn: (group) => topicArn(scope, topicName(group)),
  });
  const pipeline = planPipeline(
    readPipeline({ ...definition, pipelineName }, scope),
    { scope, pipelineName },
    { home: bucketName, regional: {} },
    { artifacts: {} },
  );
  const builds = {
    [previewName]: planPreviewProject(scope, settings, target),
    ...(listing && { [listName]: listing }),
    [destroyName]: planDestroyProject(scope, settings, target),
  };
  const roleNames = listRoleNames(pipeline, Object.keys(builds));
  const gate: DestroyGate = {
    name,
    pipelineName,
    projectNames: Object.keys(builds),
    roleArns: [...roleNames, ...guardedRoleNames].map((roleName) => roleArn(scope, roleName)),
    approverArns: groups.flatMap(({ principals }) => principals),
    logGroupNames: Object.keys(builds).map(projectLogGroup),
    topicNames: topics.map((topic) => topic.topicName),
    artifactBucketName: bucketName,
    logBucketName: accessLogBucketName(bucketName),
    stateBucketName: state?.backend === "s3" ? state.bucketName : undefined,
    keyAliases: [keyAlias(artifactsName), ...(state?.backend === "s3" ? [state.keyAlias] : [])],
    connectionArn: settings.source.connectionArn,
    tokenSecrets:
      state?.backend === "pulumi-cloud"
        ? [state.accessTokenSecret, state.previewAccessTokenSecret].filter((secret) => secret !== undefined)
        : [],
  };
  const projects = planBuilds(builds, pipeline, (projectName) =>
    guardGate(scope, gate, {
      projectName,
      gateNames: [name],
      planObjects: projectName === previewName ? objectArn(scope, bucketName) : undefined,
    }),
  );
  const notifications =
    notify &&
    planNotifications(
      scope,
      `${name}-notifications`,
      { environment: name, pipelineNames: [pipelineName], projectNames: Object.keys(builds) },
      notify,
    );
  return {
    name,
    scope,
    settings,
    artifactsName,
    bucketName,
    pipelineName,
    pipeline,
    projects,
    topics,
    approvers: groups.flatMap(({ group, principals }) =>
      principals.map((arn) => {
        const { stage, action } = approvals[group];
        return { group, ...planApprover(scope, pipelineName, stage, action, arn) };
      }),
    ),
    keyUsers: withNotifications(listKeyUsers(pipeline, projects, false), notifications),
    roleNames,
    gate,
    notifications,
  };
}
