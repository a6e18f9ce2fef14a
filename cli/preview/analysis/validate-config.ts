import type { ErrorObject, ValidateFunction } from "ajv";
import type { PolicyConfig, PolicySettings } from "./pack-config";
import { goRegExp, isPlainlyValid } from "./plain-schema";

/**
 * Checks the settings of policies against the schemas that the pack declares for them.
 *
 * @returns every problem, named by policy and property
 */
export function configProblems(
  policies: readonly PolicySettings[],
  config: ReadonlyMap<string, PolicyConfig>,
): string[] {
  const settled = policies.map((policy) => ({ policy, properties: config.get(policy.name)?.properties ?? {} }));
  const doubtful = settled.filter(({ policy, properties }) => !isPlainlyValid(schemaOf(policy), properties));
  if (doubtful.length === 0) {
    return [];
  }
  const compile = compiler();
  return doubtful.flatMap(({ policy, properties }) =>
    problemsOf(policy, properties, compile).map((problem) => `${policy.name}${problem}`),
  );
}

type Compile = (schema: object) => ValidateFunction;

/** Compiles each schema once: most policies of a pack have the same one. */
function compiler(): Compile {
  // Loaded only for settings that are not plainly valid.
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
  let validate: ValidateFunction;
  try {
    validate = compile(schemaOf(policy));
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

function schemaOf({ properties, required }: PolicySettings) {
  return { type: "object", properties, required: [...required] };
}
