import type { ActionContext } from "../../actions/base/action-type";
import { logGroupArn, roleArn } from "../../aws/arn";
import { pipelineRoleName, projectRoleName } from "../../aws/role-names";
import type { Buildspec } from "../../codebuild/buildspec";
import { type BuildProjectSettings, projectLogGroup } from "../../codebuild/project-schema";
import type { KeyUsers } from "../../iam/key-policy";
import type { KeyUse } from "../../iam/key-use";
import type { Statement } from "../../iam/statement";
import type { PipelineModel } from "../definition/schema";
import { actionRoles } from "./action-roles";
import type { ArtifactBuckets } from "./artifact-buckets";
import { artifactUsers, keyRolesOf } from "./artifact-users";
import { projectPermissions } from "./project-permissions";

/** A build project that a pipeline starts, but for what the pipeline asks of it. */
export interface Build extends BuildProjectSettings {
  readonly buildspec: Buildspec;
  readonly permissions: readonly Statement[];
}

/** A build project with everything that it may do. */
export interface PlannedProject extends Build {
  readonly projectName: string;
  readonly logGroupName: string;
  readonly keyUse: KeyUse;
}

/** A pipeline with where it keeps its artifacts. */
export interface PipelineInPlace {
  readonly pipeline: PipelineModel;
  readonly context: ActionContext;
  readonly buckets: ArtifactBuckets;
}

/** Adds to builds, which are given by the names of their projects, what the pipeline asks of each. */
export function planBuilds(
  builds: Readonly<Record<string, Build>>,
  { pipeline, context, buckets }: PipelineInPlace,
): PlannedProject[] {
  const { scope } = context;
  const asked = projectPermissions(pipeline, context, buckets);
  return Object.entries(builds).map(([projectName, build]) => {
    const own = roleArn(scope, projectRoleName(projectName, scope.region));
    const { artifactUse, statements } = asked.find((role) => role.roleArn === own) ?? {
      artifactUse: { write: false },
      statements: [],
    };
    return {
      ...build,
      projectName,
      logGroupName: projectLogGroup(projectName),
      permissions: [...statements, ...build.permissions],
      keyUse: artifactUse.write ? "encrypt" : "decrypt",
    };
  });
}

/** Who uses the one key of a pipeline, its builds' logs and the topics of its approvals. */
export function keyUsersOf(
  { pipeline, context, buckets }: PipelineInPlace,
  projects: readonly PlannedProject[],
  imageRepository: boolean,
): KeyUsers {
  const { scope } = context;
  return {
    roles: {
      ...keyRolesOf(artifactUsers(pipeline, context, scope.region)),
      publish: actionRoles(pipeline, context, buckets)
        .filter(({ notifiedTopic }) => notifiedTopic !== undefined)
        .map((role) => role.roleArn),
    },
    logGroups: projects.map(({ logGroupName }) => logGroupArn(scope, logGroupName)),
    imageRepository,
  };
}

/** The names of all roles that are made for a pipeline and its builds. */
export function roleNamesOf(
  { pipeline, context, buckets }: PipelineInPlace,
  projectNames: readonly string[],
): string[] {
  const { scope, pipelineName } = context;
  return [
    pipelineRoleName(pipelineName, scope.region),
    ...actionRoles(pipeline, context, buckets).map(({ roleName }) => roleName),
    ...projectNames.map((projectName) => projectRoleName(projectName, scope.region)),
  ];
}
