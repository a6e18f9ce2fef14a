import type { Problem } from "../schema/problem";
import { parseYamlText, withLines } from "../schema/yaml-text";
import type { AppSpec, ComputePlatform } from "./appspec";
import { findPlatform, ignoredAppSpecParts } from "./normalize-appspec";
import { canonicalAppSpec, validateAppSpec } from "./validate-appspec";

/** An AppSpec, or the problems of its text. */
export interface ParsedAppSpec {
  readonly appSpec: AppSpec | undefined;
  readonly problems: readonly Problem[];
  /** Parts that CodeDeploy ignores. */
  readonly ignored: readonly string[];
}

/** Parses an AppSpec in YAML or JSON. Problems carry the line of the text. */
export function parseAppSpec(text: string, platform?: ComputePlatform): ParsedAppSpec {
  const { value, problems: broken, lineOf, isQuoted } = parseYamlText(text);
  if (broken.length > 0) {
    return { appSpec: undefined, problems: broken, ignored: [] };
  }
  const isServer = (platform ?? findPlatform(value)) === "Server";
  const found = [...validateAppSpec(value, platform), ...(isServer ? misreadNumbers(value, isQuoted) : [])];
  const ignored = isServer ? ignoredAppSpecParts(value) : [];
  return found.length > 0
    ? { appSpec: undefined, problems: withLines(found, lineOf), ignored }
    : { appSpec: canonicalAppSpec(value), problems: [], ignored };
}

/** The agent reads YAML 1.1: `0644` is the number 420 there, and the text "0.0" is not the version 0.0. */
function misreadNumbers(spec: unknown, isQuoted: (path: string) => boolean): Problem[] {
  const { version, permissions } = spec as { version?: unknown; permissions?: unknown };
  const modes = Array.isArray(permissions) ? permissions.map((permission) => permission?.mode) : [];
  return [
    ...(version !== undefined && isQuoted("version")
      ? [{ path: "version", reason: "is text: write 0.0 without quotation marks, which the agent refuses" }]
      : []),
    ...modes.flatMap((mode, index) =>
      typeof mode === "string" && /^0\d+$/.test(mode) && !isQuoted(`permissions[${index}].mode`)
        ? [
            {
              path: `permissions[${index}].mode`,
              reason: `is ${mode}, which the agent reads as ${Number.parseInt(mode, 8)}: write "${mode}" in quotation marks`,
            },
          ]
        : [],
    ),
  ];
}
