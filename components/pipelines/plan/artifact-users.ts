import type { ActionContext } from "../../actions/base/action-type";
import { roleArn } from "../../aws/arn";
import { pipelineRoleName } from "../../aws/role-names";
import type { ArtifactUse } from "../../iam/artifact-access";
import type { KeyUsers } from "../../iam/key-policy";
import { type PipelineDefinition, type PipelineModel, pipelineSchema } from "../definition/schema";
import { actionRoles } from "./action-roles";
import { projectPermissions } from "./project-permissions";

/** A role that uses artifacts. */
export interface ArtifactUser {
  readonly roleArn: string;
  readonly use: ArtifactUse;
}

/**
 * The roles that use the artifacts of one region: the pipeline's own, and those of the actions, rules and builds there.
 * What a build project of another account calls its role is unknown here: such a role is among them if the pipeline
 * names it.
 */
export function artifactUsers(pipeline: PipelineModel, context: ActionContext, region: string): ArtifactUser[] {
  const { scope, pipelineName } = context;
  const actions = actionRoles(pipeline, context, {}).map(({ artifactUse: use, ...role }) => ({ ...role, use }));
  const builds = projectPermissions(pipeline, context, {})
    .filter(({ named, place }) => named || place.account === scope.account)
    .map(({ artifactUse: use, ...role }) => ({ ...role, use }));
  const all = [...actions, ...builds].filter(({ place, use }) => place.region === region && (use.read || use.write));
  return [
    { roleArn: roleArn(scope, pipelineRoleName(pipelineName, scope.region)), use: { read: true, write: true } },
    ...all.map(({ roleArn: arn, use }) => ({ roleArn: arn, use })),
  ];
}

/** Who uses the key that artifacts are encrypted under, and for what. */
export function keyRolesOf(users: readonly ArtifactUser[]): { decrypt: string[]; encrypt: string[] } {
  const encrypt = new Set(users.filter(({ use }) => use.write).map((user) => user.roleArn));
  const all = new Set(users.map((user) => user.roleArn));
  return { decrypt: [...all].filter((arn) => !encrypt.has(arn)), encrypt: [...encrypt] };
}

/**
 * Who uses the key of the artifacts of one region when a pipeline runs, for the policy of a key that a program makes
 * itself. A build project is taken to have the role that {@link BuildProject} makes.
 *
 * @param region - the region of the store; that of the pipeline if none is given
 */
export function artifactKeyUsers(
  definition: PipelineDefinition,
  context: ActionContext,
  region: string = context.scope.region,
): KeyUsers {
  return storeKeyUsers(artifactUsers(pipelineSchema.parse(definition), context, region));
}

/** Who uses a key that encrypts artifacts and nothing else. */
export function storeKeyUsers(users: readonly ArtifactUser[]): KeyUsers {
  return { roles: { ...keyRolesOf(users), publish: [] }, logGroups: [], imageRepository: false };
}
