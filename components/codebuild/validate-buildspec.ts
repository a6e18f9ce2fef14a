import type { Problem } from "../schema/problem";
import { isRecord, recordAt, renderPath, schemaProblems, shown, valueAt } from "../schema/vocabulary";
import { buildspecSchema, phaseNames } from "./buildspec";
import { normalizeBuildspec } from "./normalize-buildspec";
import { detectSecret } from "./secret-detector";

/**
 * Lists every problem of a buildspec: its shape, and contradictions between its parts.
 *
 * @param spec - any value, such as the content of a YAML file
 */
export function validateBuildspec(spec: unknown): Problem[] {
  const normalized = normalizeBuildspec(spec);
  return [...schemaProblems(buildspecSchema, normalized), ...buildspecConflicts(normalized)];
}

/** @see https://docs.aws.amazon.com/codebuild/latest/userguide/limits.html */
const maxReportGroups = 5;

/** Lists contradictions. It assumes no shape, so that it also judges a buildspec whose shape is wrong elsewhere. */
function buildspecConflicts(spec: unknown): Problem[] {
  return [
    ...withoutCommands(spec),
    ...withoutFiles(spec),
    ...plaintextSecrets(spec),
    ...definedTwice(spec),
    ...exportedSecrets(spec),
    ...tooManyReportGroups(spec),
    ...uselessFallbackKeys(spec),
    ...batchConflicts(spec),
  ];
}

function withoutCommands(spec: unknown): Problem[] {
  const phases = valueAt(spec, ["phases"]);
  // The tasks of a batch may run the commands of other buildspecs.
  return isRecord(phases) &&
    valueAt(spec, ["batch"]) === undefined &&
    !phaseNames.some((name) => valueAt(phases, [name, "commands"]) !== undefined)
    ? [{ path: "phases", reason: `has no command: give commands in at least one of ${phaseNames.join(", ")}` }]
    : [];
}

/** CDK writes only secondary artifacts for an action with several outputs, and CodePipeline takes them. */
function withoutFiles(spec: unknown): Problem[] {
  const artifacts = valueAt(spec, ["artifacts"]);
  return isRecord(artifacts) && artifacts.files === undefined && artifacts["secondary-artifacts"] === undefined
    ? [{ path: "artifacts.files", reason: "is missing: give a list" }]
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
            reason: `${reason}, and everyone who can read the project sees it: move it to env.parameter-store or env.secrets-manager`,
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
        : [{ path: renderPath(["env", source, name]), reason: `is also set in env.${earlier}: keep one of the two` }];
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
            reason: `is ${JSON.stringify(name)}, a value from env.${source}: remove it from the exported variables and read it in the later action`,
          },
        ];
  });
}

function tooManyReportGroups(spec: unknown): Problem[] {
  const count = Object.keys(recordAt(spec, "reports")).length;
  return count > maxReportGroups
    ? [{ path: "reports", reason: `has ${count} report groups: a project allows ${maxReportGroups}` }]
    : [];
}

function uselessFallbackKeys(spec: unknown): Problem[] {
  return valueAt(spec, ["cache", "fallback-keys"]) !== undefined && valueAt(spec, ["cache", "key"]) === undefined
    ? [{ path: "cache.fallback-keys", reason: "has no effect without cache.key: add cache.key, or remove it" }]
    : [];
}

const batchForms = ["build-list", "build-graph", "build-matrix", "build-fanout"] as const;

function batchConflicts(spec: unknown): Problem[] {
  const batch = valueAt(spec, ["batch"]);
  if (!isRecord(batch)) {
    return [];
  }
  const forms = batchForms.filter((form) => batch[form] !== undefined);
  const allowed = `give exactly one of ${batchForms.join(", ")}`;
  return [
    ...(forms.length === 0 ? [{ path: "batch", reason: `has no builds: ${allowed}` }] : []),
    ...forms.slice(1).map((form) => ({ path: `batch.${form}`, reason: `is given beside ${forms[0]}: ${allowed}` })),
    ...["build-list", "build-graph"].flatMap((form) => taskConflicts(form, batch[form])),
  ];
}

function taskConflicts(form: string, tasks: unknown): Problem[] {
  const all = (Array.isArray(tasks) ? tasks : []).filter(isRecord);
  const identifiers = all.map(({ identifier }) => identifier);
  return all.flatMap((task, index) => {
    const path = `batch.${form}[${index}]`;
    const needed = Array.isArray(task["depend-on"]) ? task["depend-on"] : [];
    return [
      ...(waitsForItself(task.identifier, all)
        ? [
            {
              path: `${path}.depend-on`,
              reason: "leads back to this task, which never starts: remove one of the dependencies",
            },
          ]
        : []),
      ...(identifiers.indexOf(task.identifier) < index
        ? [{ path: `${path}.identifier`, reason: `is ${shown(task.identifier)}, as of an earlier task: rename one` }]
        : []),
      ...needed.flatMap((other: unknown, place: number) =>
        identifiers.includes(other)
          ? []
          : [
              {
                path: `${path}.depend-on[${place}]`,
                reason: `is ${shown(other)}: allowed are ${identifiers.join(", ")}`,
              },
            ],
      ),
    ];
  });
}

/** Whether a task depends on itself, directly or through others. */
function waitsForItself(identifier: unknown, tasks: readonly Readonly<Record<string, unknown>>[]): boolean {
  const neededBy = (name: unknown) =>
    tasks.flatMap((task) =>
      task.identifier === name && Array.isArray(task["depend-on"]) ? (task["depend-on"] as unknown[]) : [],
    );
  const needed = new Set(neededBy(identifier));
  for (const name of needed) {
    for (const other of neededBy(name)) {
      needed.add(other);
    }
  }
  return needed.has(identifier);
}
