import { z } from "zod";
import { withAllowed } from "./nearest";
import type { Problem } from "./problem";

/** Text that is not blank: AWS refuses an empty command, path or name. */
export const nonEmptyText = z
  .string()
  .refine((text) => text.trim() !== "", { error: "is empty: write something or leave it out", abort: true });

/** A text of one pattern. The message shows the value and the allowed form. */
export function matching(pattern: RegExp, allowed: string) {
  return z.string().regex(pattern, { error: (issue) => `is ${shown(issue.input)}: ${allowed}` });
}

/** Text without line breaks, for keys whose AWS pattern is `.*`. */
export const oneLine = matching(/^[^\r\n]*$/, "write one line");

/** An object with these keys and no others. A key of {@link refusedKey} is refused with its own reason. */
export function allowedKeys<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const allowed = Object.keys(shape).filter((key) => !isRefused(shape[key]));
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? `is not known here: ${allowed.length > 0 ? `${allowedAre}${allowed.join(", ")}` : "no key is allowed"}`
        : undefined,
  });
}

const allowedAre = "allowed are ";

/** Adds the neighbour of a misspelt key to the message that lists the allowed keys. */
function withNeighbour(key: string, message: string): string {
  const [before, list = ""] = message.split(`: ${allowedAre}`);
  return before === undefined || list === "" ? message : withAllowed(before, key, list.split(", "));
}

/** A list without duplicates. */
export function distinct<Item extends z.ZodType>(list: z.ZodArray<Item>) {
  return list.refine((items) => new Set(items).size === items.length, {
    error: ({ input }) => `is ${shown(input)}: give everything once`,
  });
}

/** A key of AWS's page that is not supported, with the reason and the alternative. */
export function refusedKey(reason: string) {
  return z.never({ error: `is not allowed here: ${reason}` }).optional();
}

/** The keys of a shape with any value or none. A key of {@link refusedKey} stays refused. */
export function anyValues<Shape extends z.core.$ZodLooseShape>(shape: Shape): { [Key in keyof Shape]: z.ZodType } {
  const entries = Object.entries(shape).map(([key, schema]) => [
    key,
    isRefused(schema) ? schema : z.unknown().optional(),
  ]);
  return Object.fromEntries(entries);
}

/** Returns every problem that the schema finds in the input. */
export function schemaProblems(schema: z.ZodType, input: unknown): Problem[] {
  const result = schema.safeParse(input, { error: explain });
  return result.success ? [] : onceEach(result.error.issues.flatMap((issue) => problemsOf(issue, [], input)));
}

/** Several rules may refuse the same output. */
function onceEach(problems: readonly Problem[]): Problem[] {
  return problems.filter(
    ({ path, reason }, index) =>
      reason !== outputReason || index === problems.findIndex((one) => one.path === path && one.reason === reason),
  );
}

/** Whether a value is an output or a promise, which has no value yet. */
export function isOutput(value: unknown): boolean {
  return value instanceof Promise || (typeof value === "object" && value !== null && "__pulumiOutput" in value);
}

/** The reason of a problem with an output in a plain argument. */
export const outputReason =
  "is an output whose value is not known yet, and it decides which resources exist or what they may do. Give a value, such as a setting of the stack";

/** Shows a value in a message: JSON, cut after 80 characters. */
export function shown(value: unknown): string {
  if (isOutput(value)) {
    return "an output";
  }
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** Writes a path, such as `env.variables.NAME` or `phases.build.commands[0]`. */
export function renderPath(keys: readonly PropertyKey[]): string {
  return keys
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
    .join("")
    .replace(/^\./, "");
}

/** The value at a path; `undefined` if absent. */
export function valueAt(input: unknown, keys: readonly PropertyKey[]): unknown {
  return keys.reduce<unknown>(
    (at, key) => (typeof at === "object" && at !== null ? Reflect.get(at, key) : undefined),
    input,
  );
}

/** Whether a value is an object with keys. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Returns the object at a path of keys; an empty one if there is none. */
export function recordAt(value: unknown, ...keys: string[]): Readonly<Record<string, unknown>> {
  const found = valueAt(value, keys);
  return isRecord(found) ? found : {};
}

function isRefused(schema: unknown): boolean {
  return schema instanceof z.ZodOptional && schema.unwrap() instanceof z.ZodNever;
}

/** The messages of zod's own checks. A message of the schema takes precedence. */
function explain(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_value":
      return withAllowed(given(issue.input), issue.input, issue.values);
    case "invalid_type":
      return `${given(issue.input)}: give ${kindWords[issue.expected] ?? issue.expected}`;
    case "too_small":
      return `${given(issue.input)}: give at least ${counted(issue.minimum, issue.origin)}`;
    case "too_big":
      return `${given(issue.input)}: give at most ${counted(issue.maximum, issue.origin)}`;
    case "invalid_union":
      return Array.isArray(issue.options)
        ? withAllowed(
            given(discriminator(issue)),
            discriminator(issue),
            issue.options.filter((option) => option !== undefined),
          )
        : `${given(issue.input)}: give one of the forms that the documentation shows`;
    default:
      return undefined;
  }
}

/** Begins the message about a value that is missing or wrong. */
export function given(input: unknown): string {
  return input === undefined ? "is missing" : `is ${shown(input)}`;
}

function discriminator({ input, discriminator: key }: z.core.$ZodRawIssue): unknown {
  return typeof input === "object" && input !== null && typeof key === "string" ? Reflect.get(input, key) : input;
}

/** Kinds of values, in the words of messages. */
export const kindWords: Readonly<Record<string, string>> = {
  string: "text",
  int: "a whole number",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  tuple: "a list",
  object: "an object",
  record: "an object of names and values",
};

const units: Readonly<Record<string, readonly [one: string, more: string]>> = {
  string: ["character", "characters"],
  array: ["entry", "entries"],
};

function counted(bound: number | bigint, origin: string): string {
  const [one, more] = units[origin] ?? [];
  const unit = Number(bound) === 1 ? one : more;
  return unit === undefined ? String(bound) : `${bound} ${unit}`;
}

function problemsOf(issue: z.core.$ZodIssue, at: readonly PropertyKey[], input: unknown): Problem[] {
  const path = [...at, ...issue.path];
  const output = path.findIndex((_, index) => isOutput(valueAt(input, path.slice(0, index))));
  if (output >= 0 || isOutput(valueAt(input, path))) {
    return [{ path: renderPath(output >= 0 ? path.slice(0, output) : path), reason: outputReason }];
  }
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({
        path: renderPath([...path, key]),
        reason: withNeighbour(key, issue.message),
      }));
    case "invalid_key":
      return issue.issues.map(({ message }) => ({ path: renderPath(path), reason: message }));
    case "invalid_union": {
      const closest = closestMember(issue.errors);
      return closest.length > 0
        ? closest.flatMap((member) => problemsOf(member, path, input))
        : [{ path: renderPath(path), reason: issue.message }];
    }
    default:
      return [{ path: renderPath(path), reason: issue.message }];
  }
}

// A union has one list of issues per member. The member with the deepest and fewest issues is the one that the user
// meant. If all members refuse the value as a whole, none is meant.
function closestMember(members: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] {
  const depth = (issues: readonly z.core.$ZodIssue[]) => Math.max(...issues.map(issueDepth));
  const [closest = []] = [...members].sort((one, other) => depth(other) - depth(one) || one.length - other.length);
  return closest.length > 0 && depth(closest) > 0 ? closest : [];
}

// Zod reports an unknown key for the object around it.
function issueDepth({ code, path }: z.core.$ZodIssue): number {
  return code === "unrecognized_keys" ? path.length + 1 : path.length;
}
