import type { ActionContext } from "../../actions/base/action-type";
import { roleArn } from "../../aws/arn";
import { pipelineRoleName } from "../../aws/role-names";
import type { ArtifactUse } from "../../iam/artifact-access";
import type { KeyUsers } from "../../iam/key-policy";
import { type PipelineDefinition, pipelineSchema } from "../definition/schema";
import { type ActionRole, planActionRoles } from "./action-roles";
import { type ArtifactReader, planArtifactReaders } from "./artifact-readers";
import { logGroupArnsIn } from "./log-groups";
import { type ProjectPermissions, planProjectPermissions } from "./project-permissions";

/** A role that uses artifacts. */
export interface ArtifactUser {
  readonly roleArn: string;
  readonly use: ArtifactUse;
  /** Whether AWS hands the artifacts to the role, which the pipeline does not create and which may not exist yet. */
  readonly isReader?: boolean;
}

/** The roles of a pipeline, as far as they use artifacts. */
export interface PipelineRolesAndBuilds {
  readonly context: ActionContext;
  readonly roles: readonly Pick<ActionRole, "roleArn" | "place" | "artifactUse" | "statements">[];
  readonly readers: readonly Pick<ArtifactReader, "roleArn" | "place">[];
  readonly projects: readonly Pick<ProjectPermissions, "roleArn" | "place" | "artifactUse" | "named">[];
}

/**
 * Lists the roles that use the artifacts of one region: the pipeline's own, and those of its actions, rules and builds
 * there. A build of another account counts only if the pipeline names its role, whose name is unknown otherwise.
 */
export function listArtifactUsers(
  { context, roles, readers, projects }: PipelineRolesAndBuilds,
  region: string,
): ArtifactUser[] {
  const { scope, pipelineName } = context;
  const builds = projects.filter(({ named, place }) => named || place.account === scope.account);
  const users = [...roles, ...builds].filter(
    ({ place, artifactUse: { read, write } }) => place.region === region && (read || write),
  );
  return [
    { roleArn: roleArn(scope, pipelineRoleName(pipelineName, scope.region)), use: { read: true, write: true } },
    ...users.map((user) => ({ roleArn: user.roleArn, use: user.artifactUse })),
    ...readers
      .filter(({ place }) => place.region === region)
      .map((reader) => ({ roleArn: reader.roleArn, use: { read: true, write: false }, isReader: true })),
  ];
}

/** Reads a definition for {@link listArtifactUsers}, whatever buckets it will have. */
export function readRolesAndBuilds(definition: PipelineDefinition, context: ActionContext): PipelineRolesAndBuilds {
  const model = pipelineSchema.parse(definition);
  return {
    context,
    roles: planActionRoles(model, context, {}),
    readers: planArtifactReaders(model, context, {}),
    projects: planProjectPermissions(model, context, {}),
  };
}

/** Groups the roles that use artifacts by their use of the key. {@link keyReadersOf} lists the others. */
export function keyRolesOf(all: readonly ArtifactUser[]): { decrypt: string[]; encrypt: string[] } {
  const users = all.filter(({ isReader }) => !isReader);
  const encrypt = new Set(users.filter(({ use }) => use.write).map((user) => user.roleArn));
  const roles = new Set(users.map((user) => user.roleArn));
  return { decrypt: [...roles].filter((arn) => !encrypt.has(arn)), encrypt: [...encrypt] };
}

/** The roles that AWS hands artifacts to, for the policy of a key; nothing if there are none. */
export function keyReadersOf(users: readonly ArtifactUser[]): Pick<KeyUsers, "readers"> {
  const readers = [...new Set(users.filter(({ isReader }) => isReader).map((user) => user.roleArn))];
  return readers.length === 0 ? {} : { readers };
}

/**
 * Returns the principals that use the key of a pipeline's artifacts in one region, for the policy of a key that a program
 * creates itself. A build project is taken to have the role that {@link BuildProject} creates.
 *
 * @param region - the region of the store; that of the pipeline if none is given
 */
export function artifactKeyUsers(
  definition: PipelineDefinition,
  context: ActionContext,
  region: string = context.scope.region,
): KeyUsers {
  const read = readRolesAndBuilds(definition, context);
  return storeKeyUsers(listArtifactUsers(read, region), logGroupArnsIn(read, region));
}

/** Returns the users of a key that encrypts artifacts, and the logs of CodePipeline's own compute. */
export function storeKeyUsers(users: readonly ArtifactUser[], logGroups: readonly string[]): KeyUsers {
  return {
    roles: { ...keyRolesOf(users), publish: [] },
    ...keyReadersOf(users),
    logGroups,
    imageRepository: false,
  };
}
