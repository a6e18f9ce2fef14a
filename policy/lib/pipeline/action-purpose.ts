import {
  at,
  fromJson,
  isProperties,
  itemsOf,
  type Properties,
  textOf,
  unknownValue,
  type Value,
} from "../../iam/value";
import { nameWords } from "../facts/name-words";
import type { Step } from "./actions";

const deployWords = ["deploy", "deployment", "release", "rollout", "apply", "provision"];

/** Words before a production word that make it something else: `pre-prod`, `non-prod`. */
const negations = ["pre", "non", "not", "no"];

/** Words of other environments, beside which `live` is part of a product's name: `live-chat-dev`. */
const otherEnvironments = ["dev", "development", "test", "testing", "qa", "sandbox", "stage", "staging", "stg", "int"];

/** Categories of actions that may do anything: those of builds, inline commands and invocations. */
const anyPurpose = ["Build", "Compute", "Invoke"];

/**
 * Words that end the name of another environment: `prod-mirror-dev`. `ProdStage` is a stage of production, and
 * `prod-test` may test production, so these two words prove nothing.
 */
const environmentEndings = otherEnvironments.filter((word) => !["stage", "test", "testing"].includes(word));

/**
 * Whether an action deploys, by its category or by a name. A name counts for actions that may do anything: their own,
 * or that of the stage, as `Deploy` with CodeBuild. Unknown when the category is.
 */
export function deploys(step: Step): boolean | typeof unknownValue {
  const category = at(step.value, "category");
  if (category === "Deploy" || category === unknownValue) {
    return category === unknownValue ? unknownValue : true;
  }
  return mayDoAnything(category) && namesOf(step).some((name) => hasWord(name, deployWords));
}

/**
 * Whether an action changes production. It deploys in a pipeline, a stage or an action named for production. Or it may
 * do anything, in a stage or an action so named. Unknown when the category is.
 */
export function changesProduction(
  step: Step,
  pipeline: Properties,
  productionWords: readonly string[],
): boolean | typeof unknownValue {
  // A change set only shows a change. The action that executes the change set makes it.
  if (textOf(at(step.value, "configuration", "ActionMode")) === "CHANGE_SET_REPLACE") {
    return false;
  }
  const isProduction = (name: string) => isProductionName(name, productionWords);
  // The pipeline that it starts has approvals of its own. Its name says production, so it is judged itself.
  if (at(step.value, "provider") === "CodePipeline" && isProduction(startedPipeline(step))) {
    return false;
  }
  const named = [...namesOf(step), ...targetsOf(step)].some(isProduction);
  const project = textOf(at(step.value, "configuration", "ProjectName"));
  if (isProduction(project) && isDeployProject(project)) {
    return true;
  }
  if (!named && ![...ownNames(pipeline), ...environmentsOf(step)].some(isProduction)) {
    return false;
  }
  return (named && mayDoAnything(at(step.value, "category"))) || deploys(step);
}

/** Whether an action belongs to production: by the name or tags of the pipeline, its stage, the action or its target. */
export function isOfProduction(step: Step, pipeline: Properties, productionWords: readonly string[]): boolean {
  return [...ownNames(pipeline), ...namesOf(step), ...targetsOf(step), ...environmentsOf(step)].some((name) =>
    isProductionName(name, productionWords),
  );
}

/** The name of a pipeline, and the environment that its tags state. */
function ownNames({ name, tags }: Properties): string[] {
  const pairs = tags !== undefined && tags !== unknownValue && isProperties(tags) ? Object.entries(tags) : [];
  const stated = pairs.filter(([key]) => hasWord(key, ["env", "environment", "stage"]));
  return [textOf(name), ...stated.map(([, value]) => textOf(value))];
}

/** Whether the name of a build project says that it deploys, and not that it shows what a deployment would do. */
function isDeployProject(name: string): boolean {
  return hasWord(name, deployWords) && !hasWord(name, ["plan", "preview", "diff", "check", "test", "dry"]);
}

/** The environments that variables of an action name, as `STACK=prod` does. Frameworks have variables of their own. */
function environmentsOf({ value: action }: Step): string[] {
  const variables = itemsOf(fromJson(at(action, "configuration", "EnvironmentVariables")));
  return variables
    .filter((variable) => environmentVariable.test(textOf(at(variable, "name"))))
    .map((variable) => textOf(at(variable, "value")));
}

const environmentVariable =
  /^(?!(NODE|RAILS|RACK|APP|FLASK|DJANGO|MIX|VITE)_).*(STACK|STAGE|ENV|ENVIRONMENT|TARGET|WORKSPACE)/i;

function mayDoAnything(category: Value): boolean {
  return anyPurpose.includes(textOf(category));
}

function namesOf({ value: action, stage }: Step): string[] {
  return [textOf(at(action, "name")), textOf(at(stage, "name"))];
}

/** Configuration keys in which deploy actions name their target. */
const targetKeys = [
  "ApplicationName",
  "BucketName",
  "ClusterName",
  "DeploymentGroupName",
  "Environment",
  "EnvironmentName",
  "FunctionAlias",
  "FunctionName",
  "InstanceTagValue",
  "Namespace",
  "ServiceName",
  "StackName",
  "StackSetName",
  "StateMachineArn",
  "PipelineName",
];

/** The pipeline that an action starts. */
function startedPipeline({ value: action }: Step): string {
  return textOf(at(action, "configuration", "PipelineName"));
}

function targetsOf({ value: action }: Step): string[] {
  return targetKeys.map((key) => textOf(at(action, "configuration", key)));
}

function hasWord(name: string, wanted: readonly string[]): boolean {
  return nameWords(name).some((word) => wanted.includes(word));
}

/**
 * Whether a name has a word of production that no word before negates, as in `pre-prod`. It must not end in the word of
 * another environment. Names state their environment last.
 */
export function isProductionName(name: string, productionWords: readonly string[]): boolean {
  const wanted = productionWords.map((word) => word.toLowerCase());
  // `prd1` and `prod-2` are production too.
  const words = nameWords(name).map((word) => word.replace(/(?<=[a-z])\d{1,2}$/, ""));
  const isElsewhere = words.some((word) => otherEnvironments.includes(word));
  if (environmentEndings.includes(words.at(-1) ?? "")) {
    return false;
  }
  return words.some(
    (word, index) =>
      wanted.includes(word) && !negations.includes(words[index - 1] ?? "") && !(word === "live" && isElsewhere),
  );
}
