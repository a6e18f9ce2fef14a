import { at, everyAt, type Located, locatedItems, unknownValue, type Value } from "../../iam/value";

export const pipelineType = "aws:codepipeline/pipeline:Pipeline";

/** Returns the actions of a pipeline in order. An unknown stands in the place of unknown stages and actions. */
export function pipelineActions(stages: Value): Located[] {
  return pipelineSteps(stages).map(({ path, value }) => ({ path, value }));
}

/** An action of a pipeline, and its stage. */
export interface Step extends Located {
  readonly stage: Value;
  /** Index of the stage, from 0. */
  readonly stageIndex: number;
}

/** Returns the actions of {@link pipelineActions}, each with its stage. */
export function pipelineSteps(stages: Value): Step[] {
  return locatedItems("stages", stages).flatMap((stage, stageIndex) =>
    everyAt(stage, "actions")
      .flatMap(({ path, value }) => locatedItems(path, value))
      .map((action) => ({ ...action, stage: stage.value, stageIndex })),
  );
}

/** Whether an action ends before another one starts. Unknown when an unknown `runOrder` decides. */
export function precedes(first: Step, second: Step): boolean | typeof unknownValue {
  if (first.stageIndex !== second.stageIndex) {
    return first.stageIndex < second.stageIndex;
  }
  const earlier = runOrder(first);
  const later = runOrder(second);
  return earlier === unknownValue || later === unknownValue ? unknownValue : earlier < later;
}

/** Actions of a stage with one `runOrder` run in parallel. AWS's default is 1. */
function runOrder({ value: action }: Step): number | typeof unknownValue {
  const order = at(action, "runOrder");
  return order === unknownValue ? unknownValue : typeof order === "number" ? order : 1;
}

/** Whether an action is the GitHub source that uses a token instead of a connection. */
export function isOldGitHubSource({ value: action }: Located): boolean {
  return at(action, "owner") === "ThirdParty" && at(action, "provider") === "GitHub";
}

/** Returns a value of an action's configuration. */
export function configured({ value: action }: Located, key: string): Value {
  return at(action, "configuration", key);
}
