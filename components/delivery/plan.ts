import { topicArn } from "../aws/arn";
import { nameLimits, physicalName } from "../aws/physical-name";
import type { AwsScope } from "../aws/scope";
import { guardGate } from "../destroy/guard";
import { type DestroyPlan, planDestroy } from "../destroy/plan";
import type { DestroySettings } from "../destroy/settings";
import type { KeyUsers } from "../iam/key-policy";
import { type PipelineDefinition, pipelineSchema } from "../pipelines/definition/schema";
import { keyUsersOf, type PlannedProject, planBuilds, roleNamesOf } from "../pipelines/plan/planned-builds";
import { deliveryPipeline } from "./definition";
import { deliveryDestroy } from "./destroy";
import { deployProject, imageProject, testProject } from "./projects";
import type { DeliverySettings } from "./settings";

/** A pipeline that destroys: the name of its component, its settings, and what follows from them. */
export interface PlannedDestroy {
  readonly name: string;
  readonly settings: DestroySettings;
  readonly plan: DestroyPlan;
}

/** Everything about an environment that is known before any of it exists. */
export interface DeliveryPlan {
  readonly bucketName: string;
  readonly repositoryName: string;
  readonly pipelineName: string;
  readonly topicName: string;
  readonly definition: PipelineDefinition;
  readonly projects: readonly PlannedProject[];
  /** Who uses the environment's key, and for what. */
  readonly keyUsers: KeyUsers;
  /** The names of the roles that are made, without those of what destroys. */
  readonly roleNames: readonly string[];
  /** The pipeline that destroys what this one deploys, where settings ask for one. */
  readonly destroy: PlannedDestroy | undefined;
}

/** Decides everything about an environment that its settings decide. */
export function planDelivery(scope: AwsScope, name: string, settings: DeliverySettings): DeliveryPlan {
  const { image = {}, artifacts = {}, test } = settings;
  const repositoryName = image.existingRepositoryName ?? image.repositoryName ?? name;
  const topicName = `${name}-approvals`;
  const pipelineName = `${name}-pipeline`;
  const built = {
    [`${name}-image`]: imageProject(scope, settings, name, repositoryName),
    [`${name}-deploy`]: deployProject(scope, settings, name, repositoryName),
    ...(test && { [`${name}-test`]: testProject(scope, test, name, repositoryName) }),
  };
  const definition = deliveryPipeline(settings, {
    imageProject: `${name}-image`,
    deployProject: `${name}-deploy`,
    testProject: `${name}-test`,
    topicArn: topicArn(scope, topicName),
  });
  const bucketName =
    artifacts.existingBucketName ??
    artifacts.bucketName ??
    physicalName([name, "artifacts", scope.account, scope.region], nameLimits.bucket);

  const place = {
    pipeline: pipelineSchema.parse(definition),
    context: { scope, pipelineName },
    buckets: { [scope.region]: bucketName },
  };
  const roleNames = roleNamesOf(place, Object.keys(built));
  const destroy = planOfDestroy(scope, name, settings, repositoryName, roleNames);
  const guard = destroy === undefined ? [] : guardGate(scope, destroy.plan.gate, { writesArtifacts: false });
  const projects = planBuilds(built, place).map((project) => ({
    ...project,
    permissions: [...project.permissions, ...guard],
  }));
  return {
    bucketName,
    repositoryName,
    pipelineName,
    topicName,
    definition,
    projects,
    keyUsers: keyUsersOf(place, projects, image.existingRepositoryName === undefined),
    roleNames,
    destroy,
  };
}

/** The roles of the delivery carry the guard: whoever could change one of them could take it off. */
function planOfDestroy(
  scope: AwsScope,
  name: string,
  settings: DeliverySettings,
  repositoryName: string,
  roleNames: readonly string[],
) {
  const destroy = deliveryDestroy(scope, name, settings, repositoryName);
  const destroyName = `${name}-destroy`;
  return destroy && { name: destroyName, settings: destroy, plan: planDestroy(scope, destroyName, destroy, roleNames) };
}
