import { PreviewError } from "../base/error";
import { placeholder } from "../base/placeholder";
import { isMap, type PropertyMap, type PropertyValue, secret } from "../base/property-value";
import { isRecord, readYamlFile } from "../project/yaml-file";

/** A function's result for calls whose arguments fit. */
export interface FunctionAnswer {
  readonly token: string;
  /** Arguments that a call must have; a call may have more. */
  readonly args: PropertyMap;
  readonly result: PropertyMap;
}

/** Outputs of a stack that the program refers to. */
export interface StackAnswer {
  readonly outputs: PropertyMap;
  /** Names of the outputs that are secret. One without a value is unknown. */
  readonly secretOutputs: readonly string[];
}

/** State of an existing resource that the program reads. */
export interface ResourceAnswer {
  readonly type: string;
  readonly id: string;
  readonly state: PropertyMap;
}

/** Values that a user supplies in place of a provider's and a backend's. */
export interface SuppliedAnswers {
  readonly functions: readonly FunctionAnswer[];
  /** By name, as the program names the stack. */
  readonly stacks: Readonly<Record<string, StackAnswer>>;
  readonly resources: readonly ResourceAnswer[];
}

/** Answers of a user who supplies none. */
export const NO_ANSWERS: SuppliedAnswers = { functions: [], stacks: {}, resources: [] };

const KEYS = ["functions", "stacks", "resources"];

/**
 * Reads a file of answers.
 *
 * @throws {PreviewError} with every entry of another form
 */
export function readAnswers(file: string): SuppliedAnswers {
  const content = readYamlFile(file);
  const problems: string[] = [];
  const refuse = (path: string, reason: string) => {
    problems.push(`${file}: ${path}: ${reason}`);
  };
  for (const key of Object.keys(content).filter((name) => !KEYS.includes(name))) {
    refuse(key, `unknown key; use ${KEYS.join(", ")}`);
  }
  const functions = list(content.functions, "functions", refuse).map((entry, index) => {
    const path = `functions[${index}]`;
    return {
      token: text(entry.token, `${path}.token`, "a function token such as aws:ec2/getVpc:getVpc", refuse),
      args: map(entry.args ?? {}, `${path}.args`, refuse),
      result: map(entry.result, `${path}.result`, refuse),
    };
  });
  const resources = list(content.resources, "resources", refuse).map((entry, index) => {
    const path = `resources[${index}]`;
    return {
      type: text(entry.type, `${path}.type`, "a type token such as aws:s3/bucket:Bucket", refuse),
      id: text(entry.id, `${path}.id`, "the ID that the program reads", refuse),
      state: map(entry.state, `${path}.state`, refuse),
    };
  });
  const stacks = Object.entries(map(content.stacks ?? {}, "stacks", refuse)).map(([name, entry]) => {
    const given = isMap(entry) ? entry : {};
    const secrets = Array.isArray(given.secretOutputs) ? given.secretOutputs.map(String) : [];
    return [name, { outputs: map(given.outputs, `stacks.${name}.outputs`, refuse), secretOutputs: secrets }] as const;
  });
  if (problems.length > 0) {
    throw new PreviewError(problems.join("\n"));
  }
  return { functions, stacks: Object.fromEntries(stacks), resources };
}

/** The result that was supplied for a call; undefined when no answer fits it. */
export function suppliedResult(answers: SuppliedAnswers, token: string, args: PropertyMap): PropertyMap | undefined {
  return answers.functions.find((answer) => answer.token === token && fits(answer.args, args))?.result;
}

/** The state that was supplied for an existing resource or a referenced stack. */
export function suppliedState(answers: SuppliedAnswers, type: string, id: string): PropertyMap | undefined {
  if (type === "pulumi:pulumi:StackReference") {
    const stack = answers.stacks[id];
    return stack === undefined ? undefined : stackState(id, stack);
  }
  return answers.resources.find((answer) => answer.type === type && answer.id === id)?.state;
}

function stackState(name: string, { outputs, secretOutputs }: StackAnswer): PropertyMap {
  // An unknown output would make all outputs of the reference unknown. A placeholder makes only its own uses unknown.
  const hidden = secretOutputs.map((key) => [key, secret(outputs[key] ?? placeholder("secret"))] as const);
  return { name, outputs: { ...outputs, ...Object.fromEntries(hidden) }, secretOutputNames: [...secretOutputs] };
}

function fits(pattern: PropertyValue, value: PropertyValue | undefined): boolean {
  if (Array.isArray(pattern)) {
    return (
      Array.isArray(value) && value.length === pattern.length && pattern.every((one, index) => fits(one, value[index]))
    );
  }
  if (isMap(pattern)) {
    return isMap(value) && Object.entries(pattern).every(([key, member]) => fits(member, value[key]));
  }
  return pattern === value;
}

type Refuse = (path: string, reason: string) => void;

function list(value: unknown, path: string, refuse: Refuse): Record<string, unknown>[] {
  if (value === undefined || value === null) {
    return [];
  }
  if (!Array.isArray(value) || !value.every(isRecord)) {
    refuse(path, "expected a list of mappings");
    return [];
  }
  return value;
}

function map(value: unknown, path: string, refuse: Refuse): PropertyMap {
  if (!isRecord(value)) {
    refuse(path, "expected a mapping");
    return {};
  }
  return value as PropertyMap;
}

function text(value: unknown, path: string, what: string, refuse: Refuse): string {
  if (typeof value !== "string" || value === "") {
    refuse(path, `expected ${what}`);
    return "";
  }
  return value;
}
