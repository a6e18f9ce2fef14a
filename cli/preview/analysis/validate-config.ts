import type { ErrorObject, ValidateFunction } from "ajv";
import type { PolicyConfig, PolicySettings } from "./pack-config";

/**
 * Checks the settings of policies against the schemas that the pack declares for them.
 *
 * @returns every problem, named by policy and property
 */
export function configProblems(
  policies: readonly PolicySettings[],
  config: ReadonlyMap<string, PolicyConfig>,
): string[] {
  const withSchema = policies.filter((policy) => Object.keys(policy.properties).length + policy.required.length > 0);
  if (withSchema.length === 0) {
    return [];
  }
  const compile = compiler();
  return withSchema.flatMap((policy) => {
    const properties = config.get(policy.name)?.properties ?? {};
    return problemsOf(policy, properties, compile).map((problem) => `${policy.name}${problem}`);
  });
}

type Compile = (schema: object) => ValidateFunction;

/** Compiles each schema once: most policies of a pack have the same one. */
function compiler(): Compile {
  // Loaded only for packs with settings.
  const { Ajv }: typeof import("ajv") = require("ajv");
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    validateFormats: false,
    logger: false,
    code: { regExp: Object.assign(goRegExp, { code: "goRegExp" }) },
  });
  const compiled = new Map<string, ValidateFunction>();
  return (schema) => {
    const key = JSON.stringify(schema);
    const known = compiled.get(key) ?? ajv.compile(schema);
    compiled.set(key, known);
    return known;
  };
}

function problemsOf(policy: PolicySettings, properties: PolicyConfig["properties"], compile: Compile): string[] {
  const schema = { type: "object", properties: policy.properties, required: [...policy.required] };
  let validate: ValidateFunction;
  try {
    validate = compile(schema);
  } catch (error) {
    return [`: the pack's configSchema is invalid: ${error instanceof Error ? error.message : String(error)}`];
  }
  return validate(properties) ? [] : (validate.errors ?? []).map(problem);
}

function problem({ instancePath, message = "is invalid", keyword, params }: ErrorObject): string {
  const path = instancePath.replaceAll("/", ".");
  const allowed = keyword === "enum" ? `: ${JSON.stringify(params.allowedValues)}` : "";
  return `${path}: ${message}${allowed}`;
}

/** A regular expression of Go's syntax, which the Pulumi CLI takes in a schema. */
function goRegExp(pattern: string): RegExp {
  const [, flags = ""] = /^\(\?([ims]+)\)/.exec(pattern) ?? [];
  const translated = pattern
    .replace(/^\(\?[ims]+\)/, "")
    .replaceAll("(?P<", "(?<")
    .replaceAll("\\A", "^")
    .replaceAll("\\z", "$")
    .replaceAll("[:alpha:]", "A-Za-z")
    .replaceAll("[:digit:]", "0-9")
    .replaceAll("[:alnum:]", "A-Za-z0-9");
  return new RegExp(translated, flags);
}
