import { at, fromJson, isSet, itemsOf, type Properties, textOf, unknownValue, type Value } from "../../iam/value";
import { textsIn } from "../facts/walk";
import { isSamePlace } from "../pipeline/action-place";
import { configured, precedes, type Step } from "../pipeline/actions";
import { appliesPlan, plansDestroy, runsDestroy } from "./commands";
import { saysItDestroys } from "./names";
import { isDestroyWish, saysDestroy, setsDestroy } from "./variables";

/** What an action calls what it runs. */
const nameKeys = ["ProjectName", "FunctionName", "StateMachineArn", "PipelineName"];

/** What an action hands to what it runs. */
const inputKeys = ["UserParameters", "Input"];

/** Scripts that an action runs, as far as they are known. */
export type ScriptsOf = (step: Step) => readonly string[];

/**
 * Whether an action destroys infrastructure, as far as the pipeline says.
 *
 * @param pipeline - the properties of the pipeline that the actions are of
 * @param scripts - what each action runs; by default what the pipeline itself says of that
 */
export function destroys(
  step: Step,
  steps: readonly Step[],
  pipeline: Properties,
  scripts: ScriptsOf = ownScripts,
): boolean {
  const category = at(step.value, "category");
  if (category === "Source" || category === "Approval") {
    return false;
  }
  return configured(step, "ActionMode") === "DELETE_ONLY"
    ? !isMadeBefore(step, steps, pipeline)
    : isNamedDestroy(step) || isToldTo(step) || runs(step, steps, scripts);
}

/** Scripts that stand in the pipeline itself. */
export function ownScripts(step: Step): string[] {
  const scripts: readonly Value[] = [configured(step, "BuildspecOverride"), ...itemsOf(at(step.value, "commands"))];
  return scripts.map(textOf).filter(isSet);
}

/** What says what an action runs, and is not known. */
export function hiddenIn({ path, value: action }: Step): string | undefined {
  const places = ["configuration.BuildspecOverride", "configuration.EnvironmentVariables", "commands"];
  const hidden = places.find((place) => itemsOf(at(action, ...place.split("."))).includes(unknownValue));
  return hidden === undefined ? undefined : `${path}.${hidden}`;
}

/** A stack that the pipeline made itself, such as one to test in, it may delete without asking. */
function isMadeBefore(step: Step, steps: readonly Step[], pipeline: Properties): boolean {
  return steps.some(
    (other) => makesStackOf(other, step) && isSamePlace(other, step, pipeline) && precedes(other, step) === true,
  );
}

function makesStackOf(step: Step, deleting: Step): boolean {
  const stack = configured(step, "StackName");
  const mode = configured(step, "ActionMode");
  return (
    (mode === "CREATE_UPDATE" || mode === "REPLACE_ON_FAILURE" || mode === "CHANGE_SET_EXECUTE") &&
    isSet(stack) &&
    stack !== unknownValue &&
    stack === configured(deleting, "StackName")
  );
}

function isNamedDestroy(step: Step): boolean {
  return saysItDestroys(textOf(at(step.value, "name")), ...nameKeys.map((key) => textOf(configured(step, key))));
}

/** By a command of its own, or by applying what an action before it has planned. */
function runs(step: Step, steps: readonly Step[], scripts: ScriptsOf): boolean {
  const own = scripts(step);
  const isPlanned = () =>
    steps.some((other) => precedes(other, step) === true && scripts(other).some((script) => plansDestroy(script)));
  return own.some((script) => runsDestroy(script) || setsDestroy(script)) || (own.some(appliesPlan) && isPlanned());
}

function isToldTo(step: Step): boolean {
  const variables: readonly Value[] = itemsOf(fromJson(configured(step, "EnvironmentVariables")));
  const inputs = inputKeys.flatMap((key) => textsIn(fromJson(configured(step, key)) ?? configured(step, key)));
  return variables.some(saysDestroy) || inputs.some((text) => isDestroyWish(text.trim()) || runsDestroy(text));
}
