import { withAllowed } from "../../schema/nearest";
import { inYamlWords } from "../../schema/yaml-text";
import { conditionKinds } from "../definition/stage-conditions";
import { mapOf } from "./aws-map";
import type { FileProblem } from "./template-function";

/** The form of a file: this package's own, AWS's API, or CloudFormation, which writes keys with a capital letter. */
export type FileForm = "own" | "api" | "template";

/** A file whose problems are told. */
export interface ToldFile {
  readonly form: FileForm;
  /** The pipeline of the file, for the names of its stages and actions. */
  readonly structure: unknown;
  /** Returns the line of a path of the pipeline in the file. */
  lineOf(path: string): number | undefined;
}

/**
 * Puts problems into the words of a file: its keys, the names of stage and action, and the line. The paths of the
 * problems are those of this package's form.
 */
export function inFileWords(problems: readonly FileProblem[], file: ToldFile): FileProblem[] {
  return problems.map(({ path, reason, options: given }) => {
    const inFile = file.form === "own" ? path : awsPath(path);
    const addition = file.form === "own" ? undefined : missingAddition(inFile, reason, file.structure);
    const told = addition?.path ?? inFile;
    const options = addition?.options ?? given;
    const line = file.lineOf(inFile);
    const where = [namesAt(path, file.structure), line === undefined ? undefined : `line ${line}`];
    const place = where.filter((part) => part !== undefined).join(", ");
    const spelled = file.form === "template" ? templatePath(told) : told;
    return {
      path: place === "" ? spelled : spelled === "" ? place : `${spelled} (${place})`,
      reason: inYamlWords(reasonInWords(addition?.reason ?? reason, inFile, file)),
      ...(options !== undefined && { options }),
    };
  });
}

const conditionKind = conditionKinds.join("|");

/** Where AWS's form has a part of this package's form. */
const moved: readonly (readonly [own: RegExp, aws: string])[] = [
  [/(\.actions\[\d+\])\.(provider|category|owner|version)$/, "$1.actionTypeId.$2"],
  [/(\.rules\[\d+\])\.(provider|category|owner|version)$/, "$1.ruleTypeId.$2"],
  [new RegExp(`\\.(${conditionKind})\\.rules`), ".$1.conditions[0].rules"],
  [/\.(beforeEntry|onSuccess)\.result$/, ".$1.conditions[0].result"],
  [/\.onFailure\.retryMode$/, ".onFailure.retryConfiguration.retryMode"],
  [/(\.actions\[\d+\])\.outputFiles/, "$1.outputArtifacts[0].files"],
  [/^(triggers\[\d+\])\.sourceAction$/, "$1.gitConfiguration.sourceActionName"],
  [/^(triggers\[\d+\])\.(?!gitConfiguration|providerType)(\w+)/, "$1.gitConfiguration.$2"],
];

function awsPath(path: string): string {
  return moved.reduce((at, [own, aws]) => at.replace(own, aws), path);
}

/** A provider's own keys have one spelling everywhere. */
function templatePath(path: string): string {
  const [, outside = path, inside = ""] = /^(.*?\.configuration)(\..*)$/.exec(path) ?? [];
  return outside.replace(/(^|\.)([a-z])/g, (_, dot: string, letter: string) => dot + letter.toUpperCase()) + inside;
}

function namesAt(path: string, structure: unknown): string | undefined {
  const [, stageIndex, actionIndex] = /^stages\[(\d+)\](?:\.actions\[(\d+)\])?/.exec(path) ?? [];
  const stage = itemOf(mapOf(structure)?.stages, stageIndex);
  const action = itemOf(stage?.actions, actionIndex);
  const names = [stage?.name, action?.name].filter((name) => typeof name === "string" || typeof name === "number");
  return names.length === 0 ? undefined : names.join("/");
}

function itemOf(list: unknown, index: string | undefined): Readonly<Record<string, unknown>> | undefined {
  return index === undefined || !Array.isArray(list) ? undefined : mapOf(list[Number(index)]);
}

/** Keys of AWS's form that hold parts of this package's form. */
const holders: Readonly<Record<string, string>> = {
  sourceAction: "sourceActionName",
  rules: "conditions",
  retryMode: "retryConfiguration",
  outputFiles: "outputArtifacts",
};

const typeKeys = ["provider", "category", "owner", "version"];

/** Keys of an action or a trigger whose names in a sentence nobody takes for words. */
const ownWords: Readonly<Record<string, string>> = { sourceAction: "sourceActionName", outputFiles: "files" };

function reasonInWords(reason: string, path: string, file: ToldFile): string {
  const named = reason.replace(/stages\[\d+\]\.actions\[\d+\]/g, (at) => namesAt(at, file.structure) ?? at);
  if (file.form === "own") {
    return named;
  }
  const spelled = (key: string) => (file.form === "template" ? key.charAt(0).toUpperCase() + key.slice(1) : key);
  const [, list] = /^is not known here.*llowed are (.*)$/.exec(named) ?? [];
  if (list !== undefined && path.endsWith(".providerType")) {
    return "has another value than CodeStarSourceConnection, the only provider of triggers";
  }
  if (list !== undefined && !path.includes(".configuration.")) {
    return unknownKey(path, list.split(", "), spelled);
  }
  return named.replace(/(?<![\w".])[a-z]+[A-Z]\w*(?![\w"])/g, (word) =>
    keysOfAws.has(ownWords[word] ?? word) ? spelled(ownWords[word] ?? word) : word,
  );
}

function unknownKey(path: string, ownKeys: readonly string[], spelled: (key: string) => string): string {
  const typeKey = path.includes(".rules[") ? "ruleTypeId" : "actionTypeId";
  const holderOf = (key: string) =>
    holders[key] ?? (ownKeys.includes("runOrder") || typeKey === "ruleTypeId" ? typeOf(key) : key);
  const typeOf = (key: string) => (typeKeys.includes(key) ? typeKey : key);
  const keys = [...new Set(ownKeys.map(holderOf))].map(spelled);
  return withAllowed("is not known here", path.split(".").at(-1) ?? "", keys);
}

/** Keys of AWS's form of two words or more. */
const keysOfAws = new Set([
  "actionTypeId",
  "artifactStore",
  "artifactStores",
  "beforeEntry",
  "defaultValue",
  "environmentVariables",
  "executionMode",
  "filePaths",
  "files",
  "gitConfiguration",
  "inputArtifacts",
  "onFailure",
  "onSuccess",
  "outputArtifacts",
  "outputVariables",
  "pipelineType",
  "pullRequest",
  "retryConfiguration",
  "retryMode",
  "roleArn",
  "ruleTypeId",
  "runOrder",
  "sourceActionName",
  "timeoutInMinutes",
]);

/** A key that AWS's form does not have comes from an option of the reader. */
function missingAddition(path: string, reason: string, structure: unknown): FileProblem | undefined {
  const [, action, key = ""] = /^(stages\[\d+\]\.actions\[\d+\])\.(\w+)$/.exec(path) ?? [];
  if (action === undefined || key === "name" || keysOfAws.has(key) || !reason.startsWith("is missing")) {
    return undefined;
  }
  const option = `actions: { "${namesAt(action, structure)}": { ${key}: ... } }`;
  return {
    path: action,
    reason: `needs ${key}${reason.slice("is missing".length)}. The file has no place for the key: give the option ${option}`,
    options: [option],
  };
}
