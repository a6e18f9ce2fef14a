import { Pair, Scalar, type Tags, YAMLMap } from "yaml";
import type { Problem } from "../../schema/problem";
import { renderPath } from "../../schema/vocabulary";

/**
 * The functions of templates, as CloudFormation calls them after `Fn::`; `Ref` and `Condition` stand by themselves.
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

const longForms = new Map<string, string>([
  ["Ref", "Ref"],
  ["Condition", "Condition"],
  ...templateFunctions.map((name) => [name, `Fn::${name}`] as const),
]);

/** The short forms of functions in YAML, such as `!Ref`, which are read as their long forms. */
export const cloudFormationTags: Tags = [...longForms].flatMap(([short, long]) => {
  const longForm = (value: unknown) => {
    const map = new YAMLMap();
    map.items.push(new Pair(new Scalar(long), value));
    return map;
  };
  return [
    { tag: `!${short}`, resolve: (text: string) => ({ [long]: text }) },
    { tag: `!${short}`, collection: "map" as const, resolve: longForm },
    { tag: `!${short}`, collection: "seq" as const, resolve: longForm },
  ];
});

/** A problem that options of the reader solve. */
export interface FileProblem extends Problem {
  /** The options with `...` for the values, in YAML: `parameters: { Owner: ... }`. */
  readonly options?: readonly string[] | undefined;
}

/** The options that give unknown values. */
const options = new WeakMap<symbol, readonly string[]>();

/**
 * Stands for a value that nobody knows here. No schema accepts a symbol.
 *
 * @param name - the function
 * @param cause - the reason, as a clause after the name of the function
 * @param option - the option of the reader that gives the value
 */
export function unknownValue(name: string, cause: string, option?: string): symbol {
  const give = option === undefined ? "write the value" : `give the option ${option}, or write the value`;
  const value = Symbol(`uses ${name}, which ${cause}: ${give}, or read the output of aws codepipeline get-pipeline`);
  if (option !== undefined) {
    options.set(value, [option]);
  }
  return value;
}

/** Stands for a value of several parts of which some are unknown: for the first, with the others beside it. */
export function firstUnknown(parts: readonly unknown[]): symbol | undefined {
  const [first, ...others] = [...new Set(parts.filter((part) => typeof part === "symbol"))];
  if (first === undefined || others.length === 0) {
    return first;
  }
  const value = Symbol(first.description);
  const given = [...new Set([first, ...others].flatMap((part) => options.get(part) ?? []))];
  options.set(value, given);
  return value;
}

/** A problem for each unknown value. */
export function functionProblems(value: unknown, at: readonly PropertyKey[] = []): FileProblem[] {
  if (typeof value === "symbol") {
    const given = options.get(value);
    return [{ path: renderPath(at), reason: value.description ?? "is not known", ...(given && { options: given }) }];
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => functionProblems(item, [...at, index]));
  }
  return typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, item]) => functionProblems(item, [...at, key]))
    : [];
}
