import type { Problem } from "../schema/problem";
import { parseYamlText, withLines } from "../schema/yaml-text";
import { type Buildspec, buildspecSchema } from "./buildspec";
import { ignoredKeys, normalizeBuildspec } from "./normalize-buildspec";
import { validateBuildspec } from "./validate-buildspec";

/** A buildspec, or the problems of its text. */
export interface ParsedBuildspec {
  readonly buildspec: Buildspec | undefined;
  readonly problems: readonly Problem[];
  /** Keys of the text that CodeBuild ignores, in sentences. */
  readonly ignored: readonly string[];
}

/** Parses a buildspec in YAML or JSON. Problems carry the line of the text. */
export function parseBuildspec(text: string): ParsedBuildspec {
  const { value, problems: broken, lineOf } = parseYamlText(text);
  const problems = broken.length > 0 ? broken : withLines(validateBuildspec(value), lineOf);
  return problems.length > 0
    ? { buildspec: undefined, problems, ignored: [] }
    : { buildspec: buildspecSchema.parse(normalizeBuildspec(value)), problems, ignored: ignoredKeys(value) };
}

/** Whether the buildspec of a project is its text. Any other value is a path in the source, or an object of S3. */
export function isBuildspecText(buildspec: string): boolean {
  return /\n|^\s*(version|phases|batch|env)\s*:|^\s*\{/.test(buildspec);
}
