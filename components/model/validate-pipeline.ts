import { actionSchema, actionTypeOf } from "../actions/catalogue";
import { configurationProblems } from "./action-configuration";
import { artifactProblems } from "./artifact-flow";
import { pipelineSchema } from "./pipeline";
import { outlinePipeline } from "./pipeline-outline";
import { structureProblems } from "./pipeline-structure";
import { type Problem, within } from "./problem";
import { schemaProblems } from "./schema";

/** Every problem of a pipeline, each with its path; none if AWS would accept it. */
export function validatePipeline(definition: unknown): Problem[] {
  const stages = outlinePipeline(definition);
  return [
    ...schemaProblems(pipelineSchema, definition),
    ...(stages ? [...structureProblems(stages), ...artifactProblems(stages)] : []),
    ...(stages ?? [])
      .flatMap(({ actions }) => actions)
      .flatMap(({ path, written }) => within(path, actionProblems(written))),
  ];
}

function actionProblems(written: unknown): Problem[] {
  const { data: action } = actionSchema.safeParse(written);
  return action ? [...actionTypeOf(action).validate(action), ...configurationProblems(action.configuration)] : [];
}
