import assert from "node:assert/strict";
import type { Properties, Value } from "../../../policy/iam/value";
import { pipelineSteps, type Step } from "../../../policy/lib/pipeline/actions";

/** The steps of a pipeline with these stages, each a list of actions. */
export function stepsOf(...stages: readonly (readonly Value[])[]): Step[] {
  return pipelineSteps(stages.map((actions, index): Properties => ({ name: `Stage${index}`, actions })));
}

/** The one step of a stage with one action. */
export function stepOf(action: Value, stage: Properties = { name: "Stage" }): Step {
  const [step] = pipelineSteps([{ ...stage, actions: [action] }]);
  return step ?? assert.fail("no step");
}
