import { topicArn } from "../aws/arn";
import { nameLimits, physicalName } from "../aws/physical-name";
import type { AwsScope } from "../aws/scope";
import { guardGate } from "../destroy/guard";
import { type DestroyPlan, planDestroy } from "../destroy/plan";
import { gateNameEnd, guardAllGates } from "../iam/gate-tag";
import type { KeyUsers } from "../iam/key-policy";
import { type ImagePlace, receiverPolicy } from "../iam/release-access";
import {
  type NotificationsPlan,
  notificationsNameOf,
  planNotifications,
  projectsOf,
  withNotifications,
} from "../notifications/plan";
import { type PipelinePlan, planPipeline } from "../pipelines/plan/plan";
import {
  type Build,
  listKeyUsers,
  listRoleNames,
  type PlannedProject,
  planBuilds,
} from "../pipelines/plan/planned-builds";
import { readPipeline } from "../pipelines/validation/validate-pipeline";
import type { Problem } from "../schema/problem";
import { deliveryPipeline } from "./definition";
import { deployedImageName } from "./deployed-image";
import { destroySettingsOf } from "./destroy";
import { driftProjectName, environmentCheck } from "./drift";
import { hasDrift } from "./drift-settings";
import { copyObjects, deployBuild, planBuild, planObjects } from "./infrastructure-builds";
import { type InfrastructureStep, planInfrastructureTarget } from "./infrastructure-target";
import type { PlannedTopic } from "./pipeline-plan";
import { hasPlan } from "./plan-settings";
import { planImageProject, planTestProject } from "./projects";
import {
  fromRegistry,
  guardImages,
  listStartRoles,
  type PromotionPlan,
  planPromotion,
  planPromotionBuilds,
  readPromotion,
  recordsOf,
  withRegistry,
} from "./promotion";
import { notifiedUpdates } from "./self-update-settings";
import type { DeliverySettings } from "./settings";
import type { PlannedTargetRole } from "./target-roles";

/** Everything about an environment that is known before any of it exists. */
export interface DeliveryPlan {
  /** Topics of approvals, with their subscribers. */
  readonly topics: readonly PlannedTopic[];
  readonly bucketName: string;
  readonly repositoryName: string;
  /** The registry that deployments take the image from: that of another environment, if releases are pulled. */
  readonly image: ImagePlace;
  /** Release store, start role and grants of a promotion, if settings ask for one. */
  readonly promotion: PromotionPlan | undefined;
  /** The policy of the image repository; undefined if it allows no role of another account and limits no push. */
  readonly repositoryPolicy: string | undefined;
  /** Roles of the target account that builds assume. */
  readonly targetRoles: readonly PlannedTargetRole[];
  /** Problems of those roles. */
  readonly targetProblems: readonly Problem[];
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
  const deployProject = `${name}-deploy`;
  const driftProject = driftProjectName(name);
  const promotion = readPromotion(scope, name, settings, repositoryName);
  const receives = promotion?.from !== undefined;
  const infrastructure = {
    name,
    update: { ...settings.deploy, state: settings.state, plan: settings.plan },
    machine: settings.builds,
    repositoryName,
    // A tag may name another image later.
    byDigest: promotion !== undefined,
  };
  const target = planInfrastructureTarget(scope, infrastructure, {
    target: settings.target,
    drift: settings.drift,
    pipelineName,
    projects: {
      deploy: deployProject,
      ...(isPlanned && { plan: planProject }),
      ...(hasDrift(settings) && { drift: driftProject }),
    },
  });
  const at = (step: InfrastructureStep) => ({ ...infrastructure, target: target.places[step] });
  const builds: Record<string, Build> = {
    ...(!receives && { [`${name}-image`]: planImageProject(scope, settings, name, repositoryName) }),
    ...(promotion && planPromotionBuilds(promotion, settings)),
    ...fromRegistry(promotion, {
      ...(isPlanned && { [planProject]: planBuild(scope, at("plan"), plans) }),
      [deployProject]: deployBuild(scope, at("deploy"), isPlanned ? plans : undefined),
      ...environmentCheck(scope, name, settings, at("drift"), bucketName),
      ...(test && { [`${name}-test`]: planTestProject(scope, test, name, repositoryName, settings.builds) }),
    }),
  };
  const definition = deliveryPipeline(scope, settings, {
    imageProject: `${name}-image`,
    deployProject,
    planProject,
    testProject: `${name}-test`,
    topicArn: topicArn(scope, topicName),
    environment: name,
    repositoryName,
    promotion,
  });
  const pipeline = planPipeline(
    readPipeline(definition, scope),
    { scope, pipelineName },
    { home: bucketName, regional: {} },
    existingKeyArn === undefined
      ? { artifacts: {} }
      : { artifacts: { [scope.region]: existingKeyArn }, topics: existingKeyArn },
    {
      actionRoles: promotion ? listStartRoles(promotion) : [],
      readers: [],
      keys: existingKeyArn === undefined ? {} : { [scope.region]: existingKeyArn },
    },
  );
  const roleNames = listRoleNames(pipeline, Object.keys(builds));
  const destroyName = `${name}${gateNameEnd}`;
  // The delivery's roles carry the guard: a role that could change one of them could remove it.
  const destroySettings = withRegistry(destroySettingsOf(scope, name, settings, repositoryName), promotion);
  const destroy = destroySettings && planDestroy(scope, destroyName, destroySettings, roleNames);
  const projects = planBuilds(builds, pipeline, (projectName) => {
    const plan =
      projectName === planProject
        ? planObjects(scope, plans)
        : projectName === driftProject
          ? copyObjects(scope, bucketName)
          : undefined;
    const writesTo = plan ?? (promotion && recordsOf(promotion, projectName));
    return [
      ...(destroy
        ? guardGate(scope, destroy.gate, { projectName, gateNames: [name, destroyName], planObjects: writesTo })
        : guardAllGates(scope, { gateNames: [name], writesTo, assumes: target.assumedBy(projectName) })),
      // A plan has no permission to write images that it could be denied.
      ...(promotion && plan === undefined ? guardImages(promotion, projectName) : []),
    ];
  });
  const updates = notifiedUpdates(name, settings);
  const notifications =
    settings.notify &&
    planNotifications(
      scope,
      notificationsNameOf(name),
      {
        environment: name,
        pipelineNames: [pipelineName, ...(destroy ? [destroy.pipelineName] : []), ...updates.pipelineNames],
        ...projectsOf([...projects, ...(destroy?.projects ?? []), ...updates.projects], [driftProject]),
      },
      settings.notify,
    );
  const pullers = image.pulledBy ?? [];
  const promotionPlan = promotion && planPromotion(promotion, { taggers: taggersOf(pipeline), pullers });
  const ownsRepository = image.existingRepositoryName === undefined && promotion?.copies !== false;
  return {
    bucketName,
    repositoryName,
    image: promotion?.image ?? { scope, repositoryName },
    promotion: promotionPlan,
    repositoryPolicy: promotionPlan
      ? promotionPlan.repositoryPolicy
      : receiverPolicy(scope, { push: [], verify: [], copy: [], pull: pullers }),
    targetRoles: target.roles,
    targetProblems: target.problems,
    pipelineName,
    topicName,
    topics: [
      ...(settings.approval ? [{ topicName, emails: settings.approval.notify }] : []),
      ...(promotionPlan?.topics ?? []),
    ],
    pipeline,
    projects,
    keyUsers: withNotifications(listKeyUsers(pipeline, projects, ownsRepository), notifications || undefined),
    roleNames,
    destroy,
    notifications: notifications || undefined,
  };
}

/** The ARNs of the roles that tag deployed images. */
function taggersOf({ roles }: PipelinePlan): string[] {
  return roles.filter(({ actionName }) => actionName === deployedImageName).map(({ roleArn }) => roleArn);
}
