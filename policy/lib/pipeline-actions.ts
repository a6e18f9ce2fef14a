import { everyAt, type Located, locatedItems } from "./located";
import type { Value } from "./value";

export const pipelineType = "aws:codepipeline/pipeline:Pipeline";

/** The actions of a pipeline in order; where stages or actions are not known, the unknown stands in their place. */
export function pipelineActions(stages: Value): Located[] {
  return everyAt({ path: "stages", value: stages }, "actions").flatMap(({ path, value }) => locatedItems(path, value));
}
