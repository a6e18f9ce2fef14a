import { at, everyAt, type Located, locatedItems, unknownValue, type Value } from "../../iam/value";

export const pipelineType = "aws:codepipeline/pipeline:Pipeline";

/** The actions of a pipeline in order; where stages or actions are not known, the unknown stands in their place. */
export function pipelineActions(stages: Value): Located[] {
  return pipelineSteps(stages).map(({ path, value }) => ({ path, value }));
}

/** An action of a pipeline, and the stage that it is in. */
export interface Step extends Located {
  readonly stage: Value;
  /** Which stage that is, from 0. */
  readonly stageIndex: number;
}

/** The actions of a pipeline in order, as {@link pipelineActions} has them, each with its stage. */
export function pipelineSteps(stages: Value): Step[] {
  return locatedItems("stages", stages).flatMap((stage, stageIndex) =>
    everyAt(stage, "actions")
      .flatMap(({ path, value }) => locatedItems(path, value))
      .map((action) => ({ ...action, stage: stage.value, stageIndex })),
  );
}

/** Whether an action ends before another one starts; unknown when it depends on a `runOrder` that is. */
export function precedes(first: Step, second: Step): boolean | typeof unknownValue {
  if (first.stageIndex !== second.stageIndex) {
    return first.stageIndex < second.stageIndex;
  }
  const earlier = runOrder(first);
  const later = runOrder(second);
  return earlier === unknownValue || later === unknownValue ? unknownValue : earlier < later;
}

/** Actions of a stage with one `runOrder` run side by side; AWS's default is 1. */
function runOrder({ value: action }: Step): number | typeof unknownValue {
  const order = at(action, "runOrder");
  return order === unknownValue ? unknownValue : typeof order === "number" ? order : 1;
}

/** Whether an action is the source on GitHub that came before connections and wants a token. */
export function isOldGitHubSource({ value: action }: Located): boolean {
  return at(action, "owner") === "ThirdParty" && at(action, "provider") === "GitHub";
}

/** What an action's configuration says under a key. */
export function configured({ value: action }: Located, key: string): Value {
  return at(action, "configuration", key);
}
