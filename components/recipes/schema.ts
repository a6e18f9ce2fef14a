import { z } from "zod";
import type { Problem } from "../model/problem";

/** Text that says something: CodeBuild refuses an empty command, path or name. */
export const nonEmptyText = z
  .string()
  .refine((text) => text.trim() !== "", { error: "is empty: write something or leave it out" });

/** An object with these keys and no others; a key made by {@link refusedKey} is refused with its own reason. */
export function allowedKeys<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const allowed = Object.keys(shape).filter((key) => !isRefused(shape[key]));
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys" ? `is not known here: allowed are ${allowed.join(", ")}` : undefined,
  });
}

/** A key that a reader of AWS's page may expect, with the reason why it is not allowed here and what to do instead. */
export function refusedKey(reason: string) {
  return z.never({ error: `is not allowed here: ${reason}` }).optional();
}

/** Everything that is wrong with the input in the eyes of the schema. */
export function schemaProblems(schema: z.ZodType, input: unknown): Problem[] {
  const result = schema.safeParse(input, { error: explain });
  return result.success ? [] : result.error.issues.flatMap(problemsOf);
}

/** A value as a message shows it: JSON, cut where it gets long. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** A path in the words of the input, such as `env.variables.NAME` or `phases.build.commands[0]`. */
export function pathOf(keys: readonly PropertyKey[]): string {
  return keys
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
    .join("")
    .replace(/^\./, "");
}

function isRefused(schema: unknown): boolean {
  return schema instanceof z.ZodOptional && schema.unwrap() instanceof z.ZodNever;
}

/** Words for what zod itself finds; what a schema says for itself comes first. */
function explain(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === "invalid_value") {
    return `is ${shown(issue.input)}: allowed are ${issue.values.map(String).join(", ")}`;
  }
  if (issue.code === "invalid_type") {
    return issue.input === undefined
      ? `is missing: give ${kinds[issue.expected] ?? issue.expected}`
      : `is ${shown(issue.input)}: give ${kinds[issue.expected] ?? issue.expected}`;
  }
  return undefined;
}

const kinds: Readonly<Record<string, string>> = {
  string: "text",
  array: "a list",
  object: "an object",
  record: "an object of names and values",
};

function problemsOf(issue: z.core.$ZodIssue): Problem[] {
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({ path: pathOf([...issue.path, key]), reason: issue.message }));
    case "invalid_key":
      return issue.issues.map(({ message }) => ({ path: pathOf(issue.path), reason: message }));
    default:
      return [{ path: pathOf(issue.path), reason: issue.message }];
  }
}
