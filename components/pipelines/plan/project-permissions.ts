import type { ActionContext } from "../../actions/base/action-type";
import { actionTypeOf } from "../../actions/catalogue";
import { roleArn } from "../../aws/arn";
import { projectRoleName } from "../../aws/role-names";
import type { AwsScope } from "../../aws/scope";
import { type ArtifactUse, artifactAccess } from "../../iam/artifact-access";
import type { Statement } from "../../iam/statement";
import type { PipelineModel } from "../definition/schema";
import { contextOf } from "../validation/cross-region";
import { actionsAndRulesOf } from "./actions-and-rules";
import type { ArtifactBuckets } from "./artifact-buckets";

/** Permissions that a pipeline needs its builds to have, for one role in one region. */
export interface ProjectPermissions {
  /** The role that the pipeline names, or that of the project, which is called as {@link BuildProject} calls it. */
  readonly roleArn: string;
  /** Whether the pipeline names the role. */
  readonly named: boolean;
  readonly place: AwsScope;
  readonly artifactUse: ArtifactUse;
  readonly statements: readonly Statement[];
}

/** Plans the permissions that the roles of a pipeline's builds need: one entry for each role and region. */
export function planProjectPermissions(
  pipeline: PipelineModel,
  context: ActionContext,
  buckets: ArtifactBuckets,
): ProjectPermissions[] {
  const asked = new Map<string, ProjectPermissions>();
  for (const { place, role, named, inputArtifacts, writes, statements } of startsIn(pipeline, context)) {
    const key = `${role} ${place.region}`;
    const before = asked.get(key);
    asked.set(key, {
      roleArn: role,
      named,
      place,
      artifactUse: {
        read: (before?.artifactUse.read ?? false) || inputArtifacts.length > 0,
        write: (before?.artifactUse.write ?? false) || writes,
      },
      statements: [...(before?.statements ?? []), ...statements, ...askedByMakers(pipeline, inputArtifacts, context)],
    });
  }
  return [...asked.values()].map(({ statements, ...entry }) => {
    const bucket = buckets[entry.place.region];
    const access = bucket === undefined ? [] : artifactAccess(context.scope, bucket, entry.artifactUse);
    return { ...entry, statements: [...access, ...statements] };
  });
}

function startsIn(pipeline: PipelineModel, context: ActionContext) {
  return actionsAndRulesOf(pipeline).flatMap((actionOrRule) => {
    const own = contextOf(context, actionOrRule);
    const { scope: place } = own;
    const started = actionOrRule.startedProject(own);
    if (started === undefined) {
      return [];
    }
    const { projectName, roleArn: role = roleArn(place, projectRoleName(projectName, place.region)) } = started;
    return [
      {
        place,
        role,
        named: started.roleArn !== undefined,
        inputArtifacts: actionOrRule.inputArtifacts,
        writes: actionOrRule.outputArtifacts.length > 0,
        statements: started.statements,
      },
    ];
  });
}

/** Permissions that a build needs to read its input artifacts. */
function askedByMakers(
  { stages }: PipelineModel,
  inputArtifacts: readonly string[],
  context: ActionContext,
): Statement[] {
  return stages
    .flatMap(({ actions }) => actions)
    .filter(({ outputArtifacts }) => outputArtifacts.some((artifact) => inputArtifacts.includes(artifact)))
    .flatMap((maker) => actionTypeOf(maker).consumerPermissions?.(maker, contextOf(context, maker)) ?? []);
}
