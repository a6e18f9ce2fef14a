import type { Problem } from "../../schema/problem";
import { renderPath } from "../../schema/vocabulary";

/**
 * The functions of templates, as CloudFormation calls them after `Fn::`; `Ref` stands by itself.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
export const templateFunctions = [
  "And",
  "Base64",
  "Cidr",
  "Equals",
  "FindInMap",
  "GetAZs",
  "GetAtt",
  "GetStackOutput",
  "If",
  "ImportValue",
  "Join",
  "Length",
  "Not",
  "Or",
  "Select",
  "Split",
  "Sub",
  "ToJsonString",
  "Transform",
] as const;

const longForms: ReadonlySet<string> = new Set(["Ref", ...templateFunctions.map((name) => `Fn::${name}`)]);

/**
 * Stands for a function of a template, which nobody evaluates here. No schema takes a symbol for anything; the map of one
 * key that CloudFormation writes might pass for one.
 */
export function templateFunction(name: string): symbol {
  return Symbol(name);
}

/** A part of a template in which every function in its long form, a map of one key, is replaced by what stands for it. */
export function markFunctions(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(markFunctions);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const entries = Object.entries(value);
  const [[key] = [""]] = entries;
  return entries.length === 1 && longForms.has(key)
    ? templateFunction(key)
    : Object.fromEntries(entries.map(([name, item]) => [name, markFunctions(item)]));
}

/** A problem for each function in a value. */
export function functionProblems(value: unknown, at: readonly PropertyKey[] = []): Problem[] {
  if (typeof value === "symbol") {
    const reason = `is ${value.description}, an intrinsic function of CloudFormation, which nobody evaluates here: write out its value`;
    return [{ path: renderPath(at), reason }];
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => functionProblems(item, [...at, index]));
  }
  return typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, item]) => functionProblems(item, [...at, key]))
    : [];
}
