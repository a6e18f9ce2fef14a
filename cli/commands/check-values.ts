import type { PipelineFileOptions } from "../../components/pipelines/aws-form/file-options";
import type { Problem } from "../../components/schema/problem";
import { readTextFile } from "./text-file";

// The readers load zod, which most calls do not need: so they load at their use.
type OptionsReader = typeof import("../../components/pipelines/aws-form/file-options");
type YamlReader = typeof import("../../components/schema/yaml-text");

/** The values of `--values`. */
export interface CheckValues {
  readonly options: Omit<PipelineFileOptions, "pipeline">;
  readonly problems: readonly Problem[];
  /** Adds the lines of the file to problems of values. */
  place(problems: readonly Problem[]): readonly Problem[];
}

/**
 * Reads the file of `--values`.
 *
 * @throws {PreviewError} naming the file, when it is unreadable
 */
export function readCheckValues(file: string | undefined): CheckValues {
  if (file === undefined) {
    return { options: {}, problems: [], place: (problems) => problems };
  }
  const { parseYamlText, withLines }: YamlReader = require("../../components/schema/yaml-text");
  const { readFileOptions }: OptionsReader = require("../../components/pipelines/aws-form/file-options");
  const parsed = parseYamlText(readTextFile(file));
  const place: CheckValues["place"] = (problems) => withLines(problems, parsed.lineOf);
  if (parsed.problems.length > 0) {
    return { options: {}, problems: parsed.problems, place };
  }
  // An empty file has no values.
  const { options, problems } = readFileOptions(parsed.value ?? {});
  return { options, problems: place(problems), place };
}
