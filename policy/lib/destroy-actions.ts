import { runsDestroy } from "./destroy-commands";
import { fromJson } from "./json-text";
import { nameWords } from "./name-words";
import { configured, precedes, type Step } from "./pipeline-actions";
import { at, isSet, itemsOf, textOf, unknownValue, type Value } from "./value";

const destroyWords = ["destroy", "teardown", "decommission"];
const previewWords = ["preview", "plan", "dry", "diff", "check", "verify", "list", "show"];

/** What an action calls what it runs. */
const nameKeys = ["ProjectName", "FunctionName", "StateMachineArn", "PipelineName"];

/** Whether an action destroys infrastructure, as far as the pipeline says. */
export function destroys(step: Step, steps: readonly Step[]): boolean {
  const category = at(step.value, "category");
  if (category === "Source" || category === "Approval") {
    return false;
  }
  return configured(step, "ActionMode") === "DELETE_ONLY"
    ? !isMadeBefore(step, steps)
    : isNamedDestroy(step) || runs(step) || isToldTo(step);
}

/** A stack that the pipeline made itself, such as one to test in, it may delete without asking. */
function isMadeBefore(step: Step, steps: readonly Step[]): boolean {
  return steps.some((other) => makesStackOf(other, step) && precedes(other, step) === true);
}

function makesStackOf(step: Step, deleting: Step): boolean {
  const stack = configured(step, "StackName");
  const mode = configured(step, "ActionMode");
  return (
    (mode === "CREATE_UPDATE" || mode === "REPLACE_ON_FAILURE" || mode === "CHANGE_SET_EXECUTE") &&
    isSet(stack) &&
    stack !== unknownValue &&
    stack === configured(deleting, "StackName") &&
    at(step.value, "region") === at(deleting.value, "region")
  );
}

function isNamedDestroy(step: Step): boolean {
  const names = [textOf(at(step.value, "name")), ...nameKeys.map((key) => textOf(configured(step, key)))];
  const words = names.flatMap(nameWords);
  return words.some((word) => destroyWords.includes(word)) && !words.some((word) => previewWords.includes(word));
}

function runs(step: Step): boolean {
  const commands = itemsOf(at(step.value, "commands")).map(textOf);
  return [textOf(configured(step, "BuildspecOverride")), ...commands].some(runsDestroy);
}

function isToldTo(step: Step): boolean {
  return itemsOf(fromJson(configured(step, "EnvironmentVariables"))).some(saysDestroy);
}

/** Whether an environment variable says so: `COMMAND=destroy`, `DESTROY=true`, or a whole command. */
export function saysDestroy(variable: Value): boolean {
  const name = nameWords(textOf(at(variable, "name")));
  const value = textOf(at(variable, "value")).trim();
  return (
    runsDestroy(value) ||
    /^-{0,2}(destroy|teardown|tear-down|down)$/i.test(value) ||
    (destroyWords.includes(name.join("")) && /^(1|true|yes|on)$/i.test(value))
  );
}
