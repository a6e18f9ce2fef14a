import { argumentKinds } from "./argument-kinds";
import { withAllowed } from "./nearest";
import type { Problem } from "./problem";
import { given, isOutput, isRecord, kindWords, outputReason, valueAt } from "./vocabulary";

/** A component with a table of arguments. */
export type Component = keyof typeof argumentKinds;

/** Components without a schema that refuses unknown keys. */
const ownKeys: readonly Component[] = [
  "BuildNetwork",
  "Connection",
  "Fleet",
  "ImageRepository",
  "PackageRegistry",
  "PullRequestChecks",
  "StateBackend",
];

/**
 * Lists the arguments of a component that have another kind than their type allows. Programs in JavaScript and values of
 * the type `any` need it: the plan of a component reads arguments of the right kind.
 */
export function argumentProblems(component: Component, args: unknown): Problem[] {
  if (!isObject(args)) {
    return [{ path: "", reason: kindReason(args, ["object"]) }];
  }
  const table: Readonly<Record<string, string>> = argumentKinds[component];
  const keys = Object.keys(table).filter((key) => !key.includes("."));
  const unknown = ownKeys.includes(component)
    ? Object.entries(args).filter(([key, value]) => value !== undefined && !keys.includes(key))
    : [];
  return [
    ...Object.entries(table).flatMap(([path, kinds]) => kindProblems(path, kinds, args)),
    ...unknown.map(([path]) => ({ path, reason: withAllowed("is not known here", path, keys) })),
  ];
}

/**
 * @param written - kinds such as `string|object`, `string[]` and `object{}`. With `~`, outputs are allowed too (in
 * `object~[]`, as entries), and with `!`, the argument is required where the argument around it is given.
 */
function kindProblems(path: string, written: string, args: object): Problem[] {
  const steps = path.split(".");
  const around = valueAt(args, steps.slice(0, -1));
  const value = valueAt(args, steps);
  const kinds = written.replace(/^~|!$/g, "").split("|");
  if (value === undefined) {
    return written.endsWith("!") && isObject(around) ? [{ path, reason: kindReason(value, kinds) }] : [];
  }
  return written.startsWith("~") && isOutput(value) ? [] : valueProblems(path, kinds, written.startsWith("~"), value);
}

function valueProblems(path: string, kinds: readonly string[], takesOutputs: boolean, value: unknown): Problem[] {
  const many = kinds.find((kind) =>
    kind.endsWith("[]") ? Array.isArray(value) : kind.endsWith("{}") && isObject(value),
  );
  if (many !== undefined) {
    const inner = many.slice(0, -"[]".length);
    const mayBeOutput = takesOutputs || inner.endsWith("~");
    const entries = Object.entries(Object(value));
    return entries.flatMap(([key, entry]) => {
      const place = Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`;
      return mayBeOutput && isOutput(entry) ? [] : valueProblems(place, [inner.replace("~", "")], mayBeOutput, entry);
    });
  }
  return kinds.some((kind) => isOfKind(kind, value)) ? [] : [{ path, reason: kindReason(value, kinds) }];
}

function isOfKind(kind: string, value: unknown): boolean {
  return kind === "object" ? isObject(value) : kind === "integer" ? typeof value === "number" : typeof value === kind;
}

function kindReason(value: unknown, kinds: readonly string[]): string {
  const words = kinds.map((kind) =>
    kind.endsWith("[]") ? kindWords.array : kind.endsWith("{}") ? kindWords.record : kindWords[kind],
  );
  return isOutput(value) ? outputReason : `${given(value)}: give ${words.join(" or ")}`;
}

function isObject(value: unknown): value is object {
  return isRecord(value) && !isOutput(value);
}
