import { log, RunError } from "@pulumi/pulumi";
import { fileText } from "../schema/file-text";
import { describeProblems } from "../schema/problem";
import type { Buildspec } from "./buildspec";
import { parseBuildspec } from "./parse-buildspec";

/**
 * Reads a buildspec file, in YAML or JSON, for a {@link BuildProject}.
 *
 * It accepts every spelling that CodeBuild accepts. Examples are one file instead of a list, numbers as text, report
 * formats in any case, version 0.1, and batches in all forms.
 *
 * @param file - the name of the file, for messages
 * @param text - the content of the file, or its bytes in UTF-8 or UTF-16
 * @throws RunError listing every problem with its line.
 * @example
 * ```ts
 * const buildspec = readBuildspec("buildspec.yml", readFileSync("buildspec.yml", "utf8"));
 * ```
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html
 */
export function readBuildspec(file: string, text: string | Uint8Array): Buildspec {
  const { buildspec, problems, ignored } = parseBuildspec(fileText(text));
  if (buildspec === undefined) {
    throw new RunError(describeProblems(file, problems));
  }
  for (const note of ignored) {
    log.info(`${file}: ${note}`);
  }
  return buildspec;
}
