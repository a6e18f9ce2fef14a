import type { ActionContext } from "../actions/action-type";
import { actionTypeOf } from "../actions/catalogue";
import { type ArtifactUse, artifactAccess } from "../iam/artifact-access";
import type { Statement } from "../iam/statement";
import type { PipelineModel } from "./pipeline";

/** What a pipeline asks of the role of one build project that it starts. */
export interface ProjectPermissions {
  readonly artifactUse: ArtifactUse;
  readonly statements: readonly Statement[];
}

/** What a pipeline asks of the roles of the projects that it starts, by project name. */
export function projectPermissions(
  pipeline: PipelineModel,
  context: ActionContext,
  artifactBucket: string,
): Map<string, ProjectPermissions> {
  const actions = pipeline.stages.flatMap((stage) => stage.actions);
  const projects = new Map<string, { use: ArtifactUse; needed: Statement[] }>();
  for (const action of actions) {
    const started = actionTypeOf(action).startedProject?.(action, context);
    if (started) {
      const { use, needed } = projects.get(started.projectName) ?? { use: { read: false, write: false }, needed: [] };
      const makers = actions.filter(({ outputArtifacts }) =>
        outputArtifacts.some((artifact) => action.inputArtifacts.includes(artifact)),
      );
      const consumed = makers.flatMap((maker) => actionTypeOf(maker).consumerPermissions?.(maker, context) ?? []);
      projects.set(started.projectName, {
        use: {
          read: use.read || action.inputArtifacts.length > 0,
          write: use.write || action.outputArtifacts.length > 0,
        },
        needed: [...needed, ...started.statements, ...consumed],
      });
    }
  }
  return new Map(
    [...projects].map(([name, { use, needed }]) => [
      name,
      { artifactUse: use, statements: [...artifactAccess(context.scope, artifactBucket, use), ...needed] },
    ]),
  );
}
