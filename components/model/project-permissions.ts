import type { ActionContext, StartedProject } from "../actions/action-type";
import { actionTypeOf } from "../actions/catalogue";
import { ruleTypeOf } from "../actions/rules/catalogue";
import { type ArtifactUse, artifactAccess } from "../iam/artifact-access";
import type { Statement } from "../iam/statement";
import { placeOf } from "./action-place";
import type { ArtifactBuckets } from "./action-roles";
import type { PipelineModel } from "./pipeline";
import { conditionKinds } from "./stage-conditions";

/** What a pipeline asks of the role of one build project that it starts. */
export interface ProjectPermissions {
  readonly artifactUse: ArtifactUse;
  readonly statements: readonly Statement[];
}

/** A start of a project: where, with which artifacts. */
interface Start extends StartedProject {
  readonly region: string;
  readonly inputArtifacts: readonly string[];
  readonly writes: boolean;
}

/** What a pipeline asks of the roles of the projects that it starts, by project name. */
export function projectPermissions(
  pipeline: PipelineModel,
  context: ActionContext,
  buckets: ArtifactBuckets,
): Map<string, ProjectPermissions> {
  const { scope } = context;
  const projects = new Map<string, { region: string; use: ArtifactUse; needed: Statement[] }>();
  for (const { projectName, region, inputArtifacts, writes, statements } of startsIn(pipeline, context)) {
    const { use, needed } = projects.get(projectName) ?? { use: { read: false, write: false }, needed: [] };
    projects.set(projectName, {
      region,
      use: { read: use.read || inputArtifacts.length > 0, write: use.write || writes },
      needed: [...needed, ...statements, ...askedByMakers(pipeline, inputArtifacts, context)],
    });
  }
  return new Map(
    [...projects].map(([name, { region, use, needed }]) => {
      const bucket = buckets[region];
      const access = bucket === undefined ? [] : artifactAccess(scope, bucket, use);
      return [name, { artifactUse: use, statements: [...access, ...needed] }];
    }),
  );
}

function startsIn(pipeline: PipelineModel, { scope, pipelineName }: ActionContext): Start[] {
  return pipeline.stages.flatMap((stage) => {
    const actions = stage.actions.map((action) => {
      const context = { scope: placeOf(scope, action), pipelineName };
      const started = actionTypeOf(action).startedProject?.(action, context);
      return { ...action, context, started, writes: action.outputArtifacts.length > 0 };
    });
    const rules = conditionKinds
      .flatMap((kind) => stage[kind]?.rules ?? [])
      .map((rule) => {
        const context = { scope: placeOf(scope, rule), pipelineName };
        return { ...rule, context, started: ruleTypeOf(rule).startedProject?.(rule, context), writes: false };
      });
    return [...actions, ...rules].flatMap(({ started, context: { scope: place }, inputArtifacts, writes }) =>
      started ? [{ ...started, region: place.region, inputArtifacts, writes }] : [],
    );
  });
}

/** What the makers of artifacts ask of a build that takes them. */
function askedByMakers(
  { stages }: PipelineModel,
  inputArtifacts: readonly string[],
  { scope, pipelineName }: ActionContext,
): Statement[] {
  return stages
    .flatMap(({ actions }) => actions)
    .filter(({ outputArtifacts }) => outputArtifacts.some((artifact) => inputArtifacts.includes(artifact)))
    .flatMap((maker) => {
      const place = { scope: placeOf(scope, maker), pipelineName };
      return actionTypeOf(maker).consumerPermissions?.(maker, place) ?? [];
    });
}
