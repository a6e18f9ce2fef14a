import type { Problem } from "../schema/problem";
import { renderPath, schemaProblems, valueAt } from "../schema/vocabulary";
import { buildspecSchema, phaseNames } from "./buildspec";
import { detectSecret } from "./secret-detector";

/**
 * Says everything that is wrong with a buildspec: its shape, and what its parts say together.
 *
 * @param spec whatever a person or a YAML file gave; nothing is taken for granted
 */
export function validateBuildspec(spec: unknown): Problem[] {
  return [...schemaProblems(buildspecSchema, spec), ...buildspecConflicts(spec)];
}

/** CodeBuild's limit. @see https://docs.aws.amazon.com/codebuild/latest/userguide/limits.html */
const maxReportGroups = 5;

/** What contradicts itself; says nothing about shapes, so that it can judge a buildspec whose shape is wrong elsewhere. */
function buildspecConflicts(spec: unknown): Problem[] {
  return [
    ...withoutCommands(spec),
    ...plaintextSecrets(spec),
    ...definedTwice(spec),
    ...exportedSecrets(spec),
    ...tooManyReportGroups(spec),
    ...uselessFallbackKeys(spec),
  ];
}

function withoutCommands(spec: unknown): Problem[] {
  const phases = valueAt(spec, ["phases"]);
  return isRecord(phases) && !phaseNames.some((name) => valueAt(phases, [name, "commands"]) !== undefined)
    ? [{ path: "phases", reason: `run no command: give commands to at least one of ${phaseNames.join(", ")}` }]
    : [];
}

function plaintextSecrets(spec: unknown): Problem[] {
  return Object.entries(recordAt(spec, "env", "variables")).flatMap(([name, value]) => {
    const reason = detectSecret(name, value);
    return reason === undefined
      ? []
      : [
          {
            path: renderPath(["env", "variables", name]),
            reason: `${reason}, and whoever may read the project would see it: store it in Parameter Store or Secrets Manager and read it with env.parameter-store or env.secrets-manager`,
          },
        ];
  });
}

const sources = ["variables", "parameter-store", "secrets-manager"] as const;

function definedTwice(spec: unknown): Problem[] {
  return sources.flatMap((source, index) =>
    Object.keys(recordAt(spec, "env", source)).flatMap((name) => {
      const earlier = sources.slice(0, index).find((other) => Object.hasOwn(recordAt(spec, "env", other), name));
      return earlier === undefined
        ? []
        : [{ path: renderPath(["env", source, name]), reason: `is also set by env.${earlier}: keep one of the two` }];
    }),
  );
}

function exportedSecrets(spec: unknown): Problem[] {
  const exported = valueAt(spec, ["env", "exported-variables"]);
  return (Array.isArray(exported) ? exported : []).flatMap((name: unknown, index) => {
    const source = (["parameter-store", "secrets-manager"] as const).find(
      (other) => typeof name === "string" && Object.hasOwn(recordAt(spec, "env", other), name),
    );
    return source === undefined
      ? []
      : [
          {
            path: renderPath(["env", "exported-variables", index]),
            reason: `is ${JSON.stringify(name)}, which env.${source} reads: secrets cannot be exported; let the later action read it itself`,
          },
        ];
  });
}

function tooManyReportGroups(spec: unknown): Problem[] {
  const count = Object.keys(recordAt(spec, "reports")).length;
  return count > maxReportGroups
    ? [{ path: "reports", reason: `names ${count} report groups: a project can have up to ${maxReportGroups}` }]
    : [];
}

function uselessFallbackKeys(spec: unknown): Problem[] {
  return valueAt(spec, ["cache", "fallback-keys"]) !== undefined && valueAt(spec, ["cache", "key"]) === undefined
    ? [{ path: "cache.fallback-keys", reason: "is ignored without cache.key: give a key, or leave it out" }]
    : [];
}

function recordAt(value: unknown, ...keys: string[]): Readonly<Record<string, unknown>> {
  const found = valueAt(value, keys);
  return isRecord(found) ? found : {};
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
