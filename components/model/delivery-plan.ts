import { logGroupArn, roleArn, topicArn } from "../iam/arn";
import type { KeyUsers } from "../iam/key-policy";
import type { KeyUse } from "../iam/key-use";
import type { AwsScope } from "../iam/scope";
import { actionRoles } from "./action-roles";
import { artifactUsers, keyRolesOf } from "./artifact-users";
import { projectLogGroup } from "./build-project";
import { deliveryPipeline } from "./delivery-pipeline";
import { type DeliveryProject, deployProject, imageProject, testProject } from "./delivery-projects";
import type { DeliverySettings } from "./delivery-settings";
import { nameLimits, physicalName } from "./physical-name";
import { type PipelineDefinition, pipelineSchema } from "./pipeline";
import { projectPermissions } from "./project-permissions";
import { projectRoleName } from "./role-names";

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
  const projects = Object.entries(built).map(([projectName, project]): PlannedProject => {
    const own = roleArn(scope, projectRoleName(projectName, scope.region));
    const { artifactUse, statements } = asked.find((role) => role.roleArn === own) ?? {
      artifactUse: { write: false },
      statements: [],
    };
    return {
      ...project,
      projectName,
      logGroupName: projectLogGroup(projectName),
      permissions: [...statements, ...project.permissions],
      keyUse: artifactUse.write ? "encrypt" : "decrypt",
    };
  });
  return {
    bucketName,
    repositoryName,
    pipelineName,
    topicName,
    definition,
    projects,
    keyUsers: {
      roles: {
        ...keyRolesOf(artifactUsers(model, context, scope.region)),
        publish: actionRoles(model, context, buckets)
          .filter(({ notifiedTopic }) => notifiedTopic === topicArn(scope, topicName))
          .map((role) => role.roleArn),
      },
      logGroups: projects.map(({ logGroupName }) => logGroupArn(scope, logGroupName)),
      imageRepository: image.existingRepositoryName === undefined,
    },
  };
}
