import { findActionType } from "../../actions/catalogue";
import type { Problem } from "../../schema/problem";
import type { PipelineOutline } from "./outline";

/**
 * Refuses features that a pipeline of type V1 cannot have.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/pipeline-types-planning.html
 */
export function pipelineTypeProblems(outline: PipelineOutline): Problem[] {
  const { pipelineType, executionMode = "SUPERSEDED", variables, triggers, stages } = outline;
  if (pipelineType !== "V1") {
    return [];
  }
  const paths = [
    ...(executionMode === "SUPERSEDED" ? [] : ["executionMode"]),
    ...(variables.length === 0 ? [] : ["variables"]),
    ...(triggers.length === 0 ? [] : ["triggers"]),
    ...stages.flatMap(({ conditions }) => conditions.map(({ path }) => path)),
    ...stages.flatMap(({ actions }) =>
      actions
        .filter((action) => findActionType(action)?.pipelineTypes.includes("V1") === false)
        .map(({ path }) => `${path}.provider`),
    ),
  ];
  return paths.map((path) => ({
    path,
    reason: "is not for pipelines of type V1: remove it, or let pipelineType be V2",
  }));
}
