import { at, fromJson, isSet, itemsOf, type Properties, textOf, unknownValue, type Value } from "../../iam/value";
import { textsIn } from "../facts/walk";
import { isSamePlace } from "../pipeline/action-place";
import { isProductionName } from "../pipeline/action-purpose";
import { configured, precedes, type Step } from "../pipeline/actions";
import { productionConfig } from "../pipeline/production";
import { appliesPlan, plansDestroy, runsDestroy } from "./commands";
import { saysItDestroys } from "./names";
import { isDestroyWish, saysDestroy, setsDestroy } from "./variables";

/** Keys of an action's configuration that name the project, function, machine or pipeline it runs. */
const nameKeys = ["ProjectName", "FunctionName", "StateMachineArn", "PipelineName"];

/** Keys of an action's configuration that hold the input of its function or machine. */
const inputKeys = ["UserParameters", "Input"];

/** Scripts that an action runs, as far as they are known. */
export type ScriptsOf = (step: Step) => readonly string[];

/**
 * Whether an action destroys infrastructure, as far as the pipeline says.
 *
 * @param pipeline - the properties of the pipeline that the actions are of
 * @param scripts - the scripts that an action runs; by default those that stand in the pipeline
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
    : replacesProduction(step) || isNamedDestroy(step) || isToldTo(step, pipeline) || runs(step, steps, scripts);
}

/** Scripts that stand in the pipeline itself. */
export function ownScripts(step: Step): string[] {
  const scripts: readonly Value[] = [configured(step, "BuildspecOverride"), ...itemsOf(at(step.value, "commands"))];
  return scripts.map(textOf).filter(isSet);
}

/** The path of the first unknown value that would say which commands an action runs. */
export function hiddenIn({ path, value: action }: Step): string | undefined {
  const places = ["configuration.BuildspecOverride", "configuration.EnvironmentVariables", "commands"];
  const hidden = places.find((place) => itemsOf(at(action, ...place.split("."))).includes(unknownValue));
  return hidden === undefined ? undefined : `${path}.${hidden}`;
}

/**
 * CloudFormation deletes a stack in a failed state before this mode creates it again, with the data of the stack.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html
 */
function replacesProduction(step: Step): boolean {
  const names: readonly Value[] = [configured(step, "StackName"), at(step.value, "name"), at(step.stage, "name")];
  return (
    configured(step, "ActionMode") === "REPLACE_ON_FAILURE" &&
    names.some((name) => isProductionName(textOf(name), productionConfig.defaults.productionWords))
  );
}

/**
 * A pipeline may delete a test stack that it created itself. An update of a production stack before does not count: the
 * stack existed before this execution.
 */
function isMadeBefore(step: Step, steps: readonly Step[], pipeline: Properties): boolean {
  return (
    !isProductionName(textOf(configured(step, "StackName")), productionConfig.defaults.productionWords) &&
    steps.some(
      (other) => makesStackOf(other, step) && isSamePlace(other, step, pipeline) && precedes(other, step) === true,
    )
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

function isToldTo(step: Step, pipeline: Properties): boolean {
  const given = withDefaults(configured(step, "EnvironmentVariables"), pipeline);
  const variables: readonly Value[] = itemsOf(fromJson(given));
  const inputs = inputKeys.flatMap((key) => textsIn(fromJson(configured(step, key)) ?? configured(step, key)));
  return variables.some(saysDestroy) || inputs.some((text) => isDestroyWish(text.trim()) || runsDestroy(text));
}

/** A text with the defaults of the pipeline's variables in the place of their references `#{variables.NAME}`. */
function withDefaults(text: Value, { variables }: Properties): Value {
  const defaults = new Map(
    itemsOf(variables).map((variable) => [textOf(at(variable, "name")), textOf(at(variable, "defaultValue"))]),
  );
  return typeof text === "string"
    ? text.replace(/#\{variables\.([\w@-]+)\}/g, (reference, name: string) => defaults.get(name) ?? reference)
    : text;
}
