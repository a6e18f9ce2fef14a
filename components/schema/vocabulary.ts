import { z } from "zod";
import type { Problem } from "./problem";

/** Text that says something: AWS refuses an empty command, path or name. */
export const nonEmptyText = z
  .string()
  .refine((text) => text.trim() !== "", { error: "is empty: write something or leave it out" });

/** A text of one pattern, refused with its value and what is allowed. */
export function matching(pattern: RegExp, allowed: string) {
  return z.string().regex(pattern, { error: (issue) => `is ${shown(issue.input)}: ${allowed}` });
}

/** Text without line breaks, where AWS's pattern is `.*`. */
export const oneLine = matching(/^[^\r\n]*$/, "write one line");

/** An object with these keys and no others; a key made by {@link refusedKey} is refused with its own reason. */
export function allowedKeys<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const allowed = Object.keys(shape).filter((key) => !isRefused(shape[key]));
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? `is not known here: ${allowed.length > 0 ? `allowed are ${allowed.join(", ")}` : "no key is allowed"}`
        : undefined,
  });
}

/** A list in which nothing stands twice. */
export function distinct<Item extends z.ZodType>(list: z.ZodArray<Item>) {
  return list.refine((items) => new Set(items).size === items.length, {
    error: ({ input }) => `is ${shown(input)}: give everything once`,
  });
}

/** A key that a reader of AWS's page may expect, with the reason why it is not allowed here and what to do instead. */
export function refusedKey(reason: string) {
  return z.never({ error: `is not allowed here: ${reason}` }).optional();
}

/** Everything that is wrong with the input in the eyes of the schema. */
export function schemaProblems(schema: z.ZodType, input: unknown): Problem[] {
  const result = schema.safeParse(input, { error: explain });
  return result.success ? [] : result.error.issues.flatMap((issue) => problemsOf(issue, []));
}

/** A value as a message shows it: JSON, cut where it gets long. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** A path in the words of the input, such as `env.variables.NAME` or `phases.build.commands[0]`. */
export function renderPath(keys: readonly PropertyKey[]): string {
  return keys
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
    .join("")
    .replace(/^\./, "");
}

/** What stands at a path, or nothing. */
export function valueAt(input: unknown, keys: readonly PropertyKey[]): unknown {
  return keys.reduce<unknown>(
    (at, key) => (typeof at === "object" && at !== null ? Reflect.get(at, key) : undefined),
    input,
  );
}

function isRefused(schema: unknown): boolean {
  return schema instanceof z.ZodOptional && schema.unwrap() instanceof z.ZodNever;
}

/** Words for what zod itself finds; what a schema says for itself comes first. */
function explain(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_value":
      return `${given(issue.input)}: allowed are ${issue.values.map(String).join(", ")}`;
    case "invalid_type":
      return `${given(issue.input)}: give ${kinds[issue.expected] ?? issue.expected}`;
    case "too_small":
      return `${given(issue.input)}: give at least ${counted(issue.minimum, issue.origin)}`;
    case "too_big":
      return `${given(issue.input)}: give at most ${counted(issue.maximum, issue.origin)}`;
    case "invalid_union":
      return Array.isArray(issue.options)
        ? `${given(discriminator(issue))}: allowed are ${issue.options
            .filter((option) => option !== undefined)
            .map(String)
            .join(", ")}`
        : `${given(issue.input)}: give one of the forms that the documentation shows`;
    default:
      return undefined;
  }
}

function given(input: unknown): string {
  return input === undefined ? "is missing" : `is ${shown(input)}`;
}

function discriminator({ input, discriminator: key }: z.core.$ZodRawIssue): unknown {
  return typeof input === "object" && input !== null && typeof key === "string" ? Reflect.get(input, key) : input;
}

const kinds: Readonly<Record<string, string>> = {
  string: "text, in quotation marks where YAML would read something else",
  int: "a whole number",
  number: "a number",
  boolean: "true or false",
  array: "a list",
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

function problemsOf(issue: z.core.$ZodIssue, at: readonly PropertyKey[]): Problem[] {
  const path = [...at, ...issue.path];
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({ path: renderPath([...path, key]), reason: issue.message }));
    case "invalid_key":
      return issue.issues.map(({ message }) => ({ path: renderPath(path), reason: message }));
    case "invalid_union": {
      const closest = closestMember(issue.errors);
      return closest.length > 0
        ? closest.flatMap((member) => problemsOf(member, path))
        : [{ path: renderPath(path), reason: issue.message }];
    }
    default:
      return [{ path: renderPath(path), reason: issue.message }];
  }
}

// A union refuses a value in as many ways as it has members. The member that came furthest into the value, with the
// least to say against it, is the one that was meant; none is when all refuse the value as a whole.
function closestMember(members: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] {
  const depth = (issues: readonly z.core.$ZodIssue[]) => Math.max(...issues.map(issueDepth));
  const [closest = []] = [...members].sort((one, other) => depth(other) - depth(one) || one.length - other.length);
  return closest.length > 0 && depth(closest) > 0 ? closest : [];
}

// An unknown key is inside the object that it is reported for.
function issueDepth({ code, path }: z.core.$ZodIssue): number {
  return code === "unrecognized_keys" ? path.length + 1 : path.length;
}
