import { readFileSync } from "node:fs";
import { PreviewError } from "../base/error";
import { shownSetting } from "../base/shown-setting";
import { isRecord } from "../project/yaml-file";
import { type Level, levelNamed } from "./level";

/** Settings of one policy. */
export interface PolicyConfig {
  readonly level?: Level;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Settings that a policy takes. */
export interface PolicySettings {
  readonly name: string;
  readonly level: Level;
  /** JSON Schema of each property. */
  readonly properties: Readonly<Record<string, unknown>>;
  readonly required: readonly string[];
}

/**
 * Reads a file of policy settings: `{ "all": level, "<policy>": level | { "enforcementLevel": level, ...properties } }`.
 *
 * @throws {PreviewError} with every entry of another form
 */
export function readPackConfig(file: string): Map<string, PolicyConfig> {
  const content = parseJson(file);
  if (!isRecord(content)) {
    throw new PreviewError(`${file}: expected a JSON object of policies`);
  }
  const problems: string[] = [];
  const entries = Object.entries(content).filter(([name]) => name !== "environments");
  const config = new Map(entries.map(([name, value]) => [name, policyConfig(name, value, problems)]));
  if (problems.length > 0) {
    throw new PreviewError(problems.map((problem) => `${file}: ${problem}`).join("\n"));
  }
  return config;
}

/** Settles the settings of each policy: the defaults of its schema, overridden by each layer in turn. */
export function reconcile(
  policies: readonly PolicySettings[],
  ...layers: readonly ReadonlyMap<string, PolicyConfig>[]
): Map<string, Required<PolicyConfig>> {
  return new Map(
    policies.map((policy) => {
      const start = { level: policy.level, properties: defaultsOf(policy) };
      return [policy.name, layers.reduce((settled, layer) => applyLayer(settled, layer, policy.name), start)];
    }),
  );
}

function applyLayer(
  settled: Required<PolicyConfig>,
  layer: ReadonlyMap<string, PolicyConfig>,
  name: string,
): Required<PolicyConfig> {
  const given = layer.get(name);
  return {
    level: given?.level ?? layer.get("all")?.level ?? settled.level,
    properties: { ...settled.properties, ...given?.properties },
  };
}

function defaultsOf(policy: PolicySettings): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(policy.properties).flatMap(([name, schema]) =>
      isRecord(schema) && "default" in schema ? [[name, schema.default]] : [],
    ),
  );
}

function policyConfig(name: string, value: unknown, problems: string[]): PolicyConfig {
  const { enforcementLevel, ...properties } = isRecord(value) ? value : { enforcementLevel: value };
  const level = levelNamed(enforcementLevel);
  if (enforcementLevel !== undefined && level === undefined) {
    problems.push(
      `${name}: ${shownSetting(enforcementLevel)} is not an enforcement level; use advisory, mandatory, remediate or disabled`,
    );
  }
  return { ...(level === undefined ? {} : { level }), properties };
}

function parseJson(file: string): unknown {
  const text = readText(file);
  try {
    return text.trim() === "" ? {} : JSON.parse(text);
  } catch (error) {
    throw new PreviewError(`${file}: not valid JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new PreviewError(`${file}: cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
