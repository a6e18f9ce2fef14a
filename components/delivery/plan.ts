import { topicArn } from "../aws/arn";
import { nameLimits, physicalName } from "../aws/physical-name";
import type { AwsScope } from "../aws/scope";
import { guardGate } from "../destroy/guard";
import { type DestroyPlan, planDestroy } from "../destroy/plan";
import { gateNameEnd, guardAllGates } from "../iam/gate-tag";
import type { KeyUsers } from "../iam/key-policy";
import { type NotificationsPlan, planNotifications, withNotifications } from "../notifications/plan";
import { type PipelinePlan, planPipeline } from "../pipelines/plan/plan";
import { listKeyUsers, listRoleNames, type PlannedProject, planBuilds } from "../pipelines/plan/planned-builds";
import { readPipeline } from "../pipelines/validation/validate-pipeline";
import { deliveryPipeline } from "./definition";
import { destroySettingsOf } from "./destroy";
import { deployBuild, planBuild, planObjects } from "./infrastructure-builds";
import type { PlannedTopic } from "./pipeline-plan";
import { hasPlan } from "./plan-settings";
import { planImageProject, planTestProject } from "./projects";
import type { DeliverySettings } from "./settings";

/** Everything about an environment that is known before any of it exists. */
export interface DeliveryPlan {
  /** Topics of approvals, with their subscribers. */
  readonly topics: readonly PlannedTopic[];
  readonly bucketName: string;
  readonly repositoryName: string;
  readonly pipelineName: string;
  readonly topicName: string;
  readonly pipeline: PipelinePlan;
  readonly projects: readonly PlannedProject[];
  /** Principals that use the environment's key, by purpose. */
  readonly keyUsers: KeyUsers;
  /** Names of the roles that the component creates, without those of the destroy pipeline. */
  readonly roleNames: readonly string[];
  /** The pipeline that destroys the deployed infrastructure, if settings ask for one. */
  readonly destroy: DestroyPlan | undefined;
  /** Notifications about both pipelines, if settings name recipients. */
  readonly notifications: NotificationsPlan | undefined;
}

/** Plans an environment: everything that follows from its settings. */
export function planDelivery(scope: AwsScope, name: string, settings: DeliverySettings): DeliveryPlan {
  const { image = {}, artifacts = {}, test } = settings;
  const { existingKeyArn } = artifacts;
  const repositoryName = image.existingRepositoryName ?? image.repositoryName ?? name;
  const topicName = `${name}-approvals`;
  const pipelineName = `${name}-pipeline`;
  const bucketName =
    artifacts.existingBucketName ??
    artifacts.bucketName ??
    physicalName([name, "artifacts", scope.account, scope.region], nameLimits.bucket);
  const plans = { planBucketName: bucketName };
  const isPlanned = hasPlan(settings);
  const planProject = `${name}-plan`;
  const infrastructure = {
    name,
    update: { ...settings.deploy, state: settings.state, plan: settings.plan },
    machine: settings.builds,
    repositoryName,
  };
  const builds = {
    [`${name}-image`]: planImageProject(scope, settings, name, repositoryName),
    ...(isPlanned && { [planProject]: planBuild(scope, infrastructure, plans) }),
    [`${name}-deploy`]: deployBuild(scope, infrastructure, isPlanned ? plans : undefined),
    ...(test && { [`${name}-test`]: planTestProject(scope, test, name, repositoryName, settings.builds) }),
  };
  const definition = deliveryPipeline(scope, settings, {
    imageProject: `${name}-image`,
    deployProject: `${name}-deploy`,
    planProject,
    testProject: `${name}-test`,
    topicArn: topicArn(scope, topicName),
    environment: name,
    repositoryName,
  });
  const pipeline = planPipeline(
    readPipeline(definition, scope),
    { scope, pipelineName },
    { home: bucketName, regional: {} },
    existingKeyArn === undefined
      ? { artifacts: {} }
      : { artifacts: { [scope.region]: existingKeyArn }, topics: existingKeyArn },
  );
  const roleNames = listRoleNames(pipeline, Object.keys(builds));
  const destroyName = `${name}${gateNameEnd}`;
  // The delivery's roles carry the guard: a role that could change one of them could remove it.
  const destroySettings = destroySettingsOf(scope, name, settings, repositoryName);
  const destroy = destroySettings && planDestroy(scope, destroyName, destroySettings, roleNames);
  const projects = planBuilds(builds, pipeline, (projectName) => {
    const writesTo = projectName === planProject ? planObjects(scope, plans) : undefined;
    return destroy
      ? guardGate(scope, destroy.gate, { projectName, gateNames: [name, destroyName], planObjects: writesTo })
      : guardAllGates(scope, { gateNames: [name], writesTo });
  });
  const notifications =
    settings.notify &&
    planNotifications(
      scope,
      `${name}-notifications`,
      {
        environment: name,
        pipelineNames: [pipelineName, ...(destroy ? [destroy.pipelineName] : [])],
        projectNames: [...projects, ...(destroy?.projects ?? [])].map(({ projectName }) => projectName),
      },
      settings.notify,
    );
  return {
    bucketName,
    repositoryName,
    pipelineName,
    topicName,
    topics: settings.approval ? [{ topicName, emails: settings.approval.notify }] : [],
    pipeline,
    projects,
    keyUsers: withNotifications(
      listKeyUsers(pipeline, projects, image.existingRepositoryName === undefined),
      notifications || undefined,
    ),
    roleNames,
    destroy,
    notifications: notifications || undefined,
  };
}
