import { logGroupArn, roleArn, topicArn } from "../iam/arn";
import type { KeyUsers } from "../iam/key-policy";
import type { KeyUse } from "../iam/key-use";
import type { AwsScope } from "../iam/scope";
import { type ActionRole, actionRoles } from "./action-roles";
import { projectLogGroup } from "./build-project";
import { deliveryPipeline } from "./delivery-pipeline";
import { type DeliveryProject, deployProject, imageProject, testProject } from "./delivery-projects";
import type { DeliverySettings } from "./delivery-settings";
import { nameLimits, physicalName } from "./physical-name";
import { type PipelineDefinition, pipelineSchema } from "./pipeline";
import { projectPermissions } from "./project-permissions";
import { pipelineRoleName, projectRoleName } from "./role-names";

/** A build project of an environment, with everything that it may do. */
export interface PlannedProject extends DeliveryProject {
  readonly projectName: string;
  readonly logGroupName: string;
  readonly keyUse: KeyUse;
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

  const model = pipelineSchema.parse(definition);
  const context = { scope, pipelineName };
  const buckets = { [scope.region]: bucketName };
  const asked = projectPermissions(model, context, buckets);
  const roles = actionRoles(model, context, buckets);
  const projects = Object.entries(built).map(([projectName, project]): PlannedProject => {
    const { artifactUse, statements } = asked.get(projectName) ?? { artifactUse: { write: false }, statements: [] };
    return {
      ...project,
      projectName,
      logGroupName: projectLogGroup(projectName),
      permissions: [...statements, ...project.permissions],
      keyUse: artifactUse.write ? "encrypt" : "decrypt",
    };
  });
  const builders = (use: KeyUse) =>
    projects
      .filter(({ keyUse }) => keyUse === use)
      .map(({ projectName }) => roleArn(scope, projectRoleName(projectName, scope.region)));
  const actors = (uses: (role: ActionRole) => boolean) => roles.filter(uses).map((role) => role.roleArn);
  return {
    bucketName,
    repositoryName,
    pipelineName,
    topicName,
    definition,
    projects,
    keyUsers: {
      roles: {
        decrypt: [...actors(({ artifactUse: { read, write } }) => read && !write), ...builders("decrypt")],
        encrypt: [
          roleArn(scope, pipelineRoleName(pipelineName, scope.region)),
          ...actors(({ artifactUse }) => artifactUse.write),
          ...builders("encrypt"),
        ],
        publish: actors(({ notifiedTopic }) => notifiedTopic === topicArn(scope, topicName)),
      },
      logGroups: projects.map(({ logGroupName }) => logGroupArn(scope, logGroupName)),
      imageRepository: image.existingRepositoryName === undefined,
    },
  };
}
