import { isRecord } from "../schema/vocabulary";
import { phaseNames } from "./buildspec";

type Keys = Readonly<Record<string, unknown>>;

/**
 * Rewrites other spellings that CodeBuild accepts into the form of the buildspec schema. These are one file or command
 * instead of a list, numbers as text, report formats in any case, empty sections, and buildspecs of version 0.1.
 *
 * Any other value stays as it is, so that the schema can refuse it.
 */
export function normalizeBuildspec(spec: unknown): unknown {
  const root = keysOf(spec);
  if (root === undefined) {
    return spec;
  }
  // The EB CLI reads eb_codebuild_settings; CodeBuild ignores it.
  const { eb_codebuild_settings: _, environment_variables: oldVariables, ...known } = withoutNulls(root);
  const version = readNumber(known.version);
  const isOld = version === 0.1 || version === undefined;
  const env = isOld && oldVariables !== undefined ? oldEnvironment(oldVariables, known.env) : known.env;
  return withoutNulls({
    ...known,
    version,
    ...(!isOld && oldVariables !== undefined && { environment_variables: oldVariables }),
    env:
      env === undefined
        ? undefined
        : mapKeys(env, {
            lists: ["exported-variables"],
            flags: ["git-credential-helper"],
            texts: ["variables", "parameter-store", "secrets-manager"],
          }),
    proxy: mapKeys(known.proxy, { flags: ["upload-artifacts", "logs"] }),
    batch: known.batch === undefined ? undefined : normalizeBatch(known.batch),
    phases: normalizePhases(known.phases, known.batch !== undefined),
    reports: eachValue(known.reports, (report) =>
      mapKeys(report, { lists: ["files"], flags: ["discard-paths"], upperCase: ["file-format"] }),
    ),
    artifacts: normalizeArtifacts(known.artifacts),
    cache: mapKeys(known.cache, { lists: ["paths", "fallback-keys"] }),
  });
}

/** Names the keys of a buildspec that CodeBuild ignores. */
export function ignoredKeys(spec: unknown): string[] {
  const root = keysOf(spec) ?? {};
  return [
    ...(root.eb_codebuild_settings === undefined
      ? []
      : ["eb_codebuild_settings is ignored: the EB CLI reads it, CodeBuild does not"]),
    ...(keysOf(root.artifacts)?.type === undefined
      ? []
      : ["artifacts.type is ignored: version 0.1 had it, and CodePipeline or the project decides it"]),
  ];
}

/** Version 0.1 has plaintext variables in environment_variables.plaintext. */
function oldEnvironment(old: unknown, env: unknown): unknown {
  const { plaintext, ...others } = keysOf(old) ?? {};
  return { variables: plaintext, ...others, ...keysOf(env) };
}

function normalizePhases(written: unknown, hasBatch: boolean): unknown {
  const phases = keysOf(written);
  if (phases === undefined) {
    return written === undefined && hasBatch ? {} : written;
  }
  const normalized = Object.entries(withoutNulls(phases)).map(
    ([name, phase]) => [name, mapKeys(phase, { lists: ["commands", "finally"] })] as const,
  );
  const isEmpty = (name: string, phase: unknown) =>
    phaseNames.some((known) => known === name) && Object.keys(keysOf(phase) ?? { phase }).length === 0;
  return Object.fromEntries(normalized.filter(([name, phase]) => !isEmpty(name, phase)));
}

function normalizeArtifacts(written: unknown): unknown {
  const artifacts = keysOf(written);
  if (artifacts === undefined) {
    return written;
  }
  // Version 0.1 has a type; CodeBuild ignores it since version 0.2.
  const { type: _, "secondary-artifacts": secondary, ...primary } = artifacts;
  const artifact = (value: unknown) =>
    mapKeys(value, { lists: ["files", "exclude-paths"], flags: ["discard-paths", "enable-symlinks"] });
  const normalized = {
    ...keysOf(artifact(primary)),
    ...(secondary !== undefined && { "secondary-artifacts": eachValue(secondary, artifact) }),
  };
  return Object.keys(normalized).length === 0 ? undefined : normalized;
}

function normalizeBatch(written: unknown): unknown {
  const batch = keysOf(written);
  if (batch === undefined) {
    return written;
  }
  const env = (value: unknown) => mapKeys(value, { booleans: ["privileged-mode"], texts: ["variables"] });
  const task = (value: unknown) => {
    const keys = keysOf(value);
    return keys === undefined
      ? value
      : {
          ...keysOf(mapKeys(keys, { lists: ["depend-on"], booleans: ["ignore-failure", "debug-session"] })),
          ...(keys.env !== undefined && { env: env(keys.env) }),
        };
  };
  const tasks = (value: unknown) => (Array.isArray(value) ? value.map(task) : value);
  const { "build-list": list, "build-graph": graph, "build-matrix": matrix, ...others } = batch;
  return {
    ...keysOf(mapKeys(others, { booleans: ["fast-fail"] })),
    ...(list !== undefined && { "build-list": tasks(list) }),
    ...(graph !== undefined && { "build-graph": tasks(graph) }),
    ...(matrix !== undefined && { "build-matrix": eachValue(matrix, normalizeMatrix(task)) }),
  };
}

function normalizeMatrix(task: (value: unknown) => unknown) {
  return (part: unknown, name: string): unknown => {
    const keys = keysOf(part);
    if (keys === undefined || name !== "dynamic") {
      return task(part);
    }
    const env = keysOf(keys.env);
    return {
      ...keysOf(mapKeys(keys, { lists: ["buildspec"] })),
      ...(env && {
        env: {
          ...keysOf(mapKeys(env, { lists: ["compute-type", "image", "type"] })),
          ...(env.variables !== undefined && { variables: eachValue(env.variables, readList) }),
        },
      }),
    };
  };
}

interface Readers {
  /** Keys whose value may be one item instead of a list. */
  readonly lists?: readonly string[];
  /** Keys whose value is yes or no. */
  readonly flags?: readonly string[];
  readonly booleans?: readonly string[];
  readonly upperCase?: readonly string[];
  /** Keys whose value is a map of texts. */
  readonly texts?: readonly string[];
}

function mapKeys(value: unknown, readers: Readers): unknown {
  const keys = keysOf(value);
  if (keys === undefined) {
    return value;
  }
  const { lists = [], flags = [], booleans = [], upperCase = [], texts = [] } = readers;
  return withoutNulls(
    Object.fromEntries(
      Object.entries(withoutNulls(keys)).map(([key, item]) => [
        key,
        lists.includes(key)
          ? readList(item)
          : flags.includes(key)
            ? readFlag(item)
            : booleans.includes(key)
              ? readBoolean(item)
              : upperCase.includes(key) && typeof item === "string"
                ? item.toUpperCase()
                : texts.includes(key)
                  ? eachValue(item, (text) => (text === null ? "" : readText(text)))
                  : item,
      ]),
    ),
  );
}

/** Empty items of a list do nothing, and neither does a list of them. */
function readList(value: unknown): unknown {
  if (!Array.isArray(value)) {
    return typeof value === "object" ? value : [readText(value)];
  }
  const items = value.filter((item) => item !== null).map(readText);
  return items.length === 0 && value.length > 0 ? undefined : items;
}

function readText(value: unknown): unknown {
  return typeof value === "number" || typeof value === "boolean" ? String(value) : value;
}

function readFlag(value: unknown): unknown {
  return typeof value === "boolean" ? (value ? "yes" : "no") : typeof value === "string" ? value.toLowerCase() : value;
}

function readBoolean(value: unknown): unknown {
  return value === "true" ? true : value === "false" ? false : value;
}

function readNumber(value: unknown): unknown {
  return typeof value === "string" && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value;
}

function eachValue(value: unknown, read: (item: unknown, name: string) => unknown): unknown {
  const keys = keysOf(value);
  return keys ? Object.fromEntries(Object.entries(keys).map(([name, item]) => [name, read(item, name)])) : value;
}

function withoutNulls(keys: Keys): Record<string, unknown> {
  return Object.fromEntries(Object.entries(keys).filter(([, value]) => value !== null && value !== undefined));
}

function keysOf(value: unknown): Keys | undefined {
  return isRecord(value) ? value : undefined;
}
