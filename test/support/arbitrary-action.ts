import fc from "fast-check";
import { type ActionInput, findActionType } from "../../components/actions/catalogue";
import { namespaceOf } from "../../components/pipelines/definition/variable-reference";
import { rewireAll } from "./rewire";
import { scope } from "./scopes";

/** An action of a random pipeline, in the form of a definition. */
export interface WrittenAction {
  readonly name: string;
  readonly provider: string;
  readonly category?: string;
  readonly owner?: string;
  readonly runOrder: number;
  readonly inputArtifacts: readonly string[];
  readonly outputArtifacts: readonly string[];
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly [key: string]: unknown;
}

/** Inputs that are available to an action or a rule. */
export interface Available {
  /** Artifacts that are files. */
  readonly files: readonly string[];
  /** Artifacts that are references to clone from. Only builds accept them. */
  readonly clones: readonly string[];
  readonly references: readonly string[];
}

/** 1 to 20 characters that are valid in a name. */
export const word = fc.stringMatching(/^[A-Za-z0-9.@_]{1,20}$/);

export const region = fc.option(fc.constantFrom("eu-central-1", "us-east-1", "eu-west-1"), { freq: 2, nil: undefined });

/** Random choices for an action. Numbers select from the available values. */
export const actionSeed = fc.record({
  sample: fc.nat(),
  word,
  runOrder: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 999 })),
  first: fc.nat(),
  inputs: fc.nat(),
  outputs: fc.nat(),
  reference: fc.nat(),
  region,
  hasNamespace: fc.boolean(),
  account: fc.constantFrom(undefined, undefined, undefined, scope.account, "444455556666"),
});

export type ActionSeed = typeof actionSeed extends fc.Arbitrary<infer Seed> ? Seed : never;

/** Returns the value that a number selects. */
export function chosen<T>(among: readonly T[], number: number): T {
  const one = among[number % among.length];
  if (one === undefined) {
    throw new Error("there is nothing to choose from");
  }
  return one;
}

/** Returns a number of artifacts, starting with the selected one. */
export function some(artifacts: readonly string[], first: number, count: number): string[] {
  const start = first % Math.max(artifacts.length, 1);
  return [...artifacts.slice(start), ...artifacts.slice(0, start)].slice(0, count);
}

/** Turns a sample into an action of a pipeline that uses the available inputs. */
export function actionOf(sample: ActionInput, seed: ActionSeed, id: string, there: Available): WrittenAction {
  const { inputArtifacts: taken = [], outputArtifacts: made = [], configuration = {}, ...rest } = sample;
  const type = findActionType(sample);
  if (type === undefined) {
    throw new Error(`${sample.provider} is in no catalogue`);
  }
  const within = (number: number, { length }: readonly string[], max: number) => length + (number % (max - length + 1));
  const inputs = some(takenBy(type, there), seed.first, within(seed.inputs, taken, type.inputArtifacts.max));
  // A stack's outputs become an artifact if the sample names the file that they are in.
  const most = "StackName" in configuration ? made.length : type.outputArtifacts.max;
  const outputs = Array.from({ length: within(seed.outputs, made, most) }, (_, output) => `made_${id}_${output}`);
  const hasRole = type.owner === "AWS" && type.categories[0] !== "Source" && seed.account !== undefined;
  // Only this account and the other one can read artifacts that the other account makes. Builds cannot make any there.
  const account = (hasRole && (outputs.length === 0 ? seed.account : scope.account)) || scope.account;
  const elsewhere = type.crossRegion && !("region" in sample) ? seed.region : undefined;
  const place = {
    artifacts: new Map(taken.map((artifact, index) => [artifact, inputs[index] ?? artifact])),
    reference: chosen(there.references, seed.reference),
    account,
    region: elsewhere ?? scope.region,
  };
  return {
    ...rewireAll(rest, place),
    name: `${seed.word}-${id}`,
    provider: sample.provider,
    runOrder: seed.runOrder,
    inputArtifacts: inputs,
    outputArtifacts: outputs,
    configuration: { ...rewireAll(configuration, place), ...primarySource(sample, configuration, inputs) },
    ...("commands" in sample && outputs.length > 0 && { outputFiles: ["**/*"] }),
    ...(elsewhere !== undefined && { region: elsewhere }),
    ...(seed.hasNamespace && { namespace: `ns-${id}` }),
    ...(hasRole && { roleArn: `arn:aws:iam::${account}:role/deploys-${id}` }),
  };
}

/** Returns the artifacts that an action or a rule may have as inputs. */
export function takenBy(
  type: { readonly startedProject?: unknown } | undefined,
  { files, clones }: Available,
): string[] {
  return type?.startedProject === undefined ? [...files] : [...files, ...clones];
}

/** Whether the output of an action is a reference to clone from. */
export function makesClone({ configuration = {} }: { readonly configuration?: object }): boolean {
  return "OutputArtifactFormat" in configuration && configuration.OutputArtifactFormat === "CODEBUILD_CLONE_REF";
}

/** A build with several input artifacts must name the one with its buildspec. */
export function primarySource({ owner }: { owner?: string }, configuration: object, inputs: readonly string[]) {
  return owner !== "Custom" && "ProjectName" in configuration && inputs.length > 1
    ? { PrimarySource: inputs.at(-1) }
    : {};
}

/** Returns the references that later actions may make to an action. */
export function referencesTo(action: WrittenAction): string[] {
  const leavesNone = action.configuration.ActionMode === "DELETE_ONLY";
  const known = leavesNone ? [] : (findActionType(action)?.outputVariables ?? []);
  const listed = Array.isArray(action.outputVariables) ? action.outputVariables : [];
  const names = typeof known === "string" ? (known === "decided at run time" ? ["Answer"] : listed) : known;
  return names.map((name) => `#{${namespaceOf({ name: action.name, ...namespaceIn(action) })}.${name}}`);
}

function namespaceIn({ namespace }: WrittenAction) {
  return typeof namespace === "string" ? { namespace } : {};
}
