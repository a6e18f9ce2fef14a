import type { Problem } from "../schema/problem";
import { shown } from "../schema/vocabulary";
import { newReportGroups } from "./build-role";
import type { Buildspec } from "./buildspec";
import { isBuildspecText, type ParsedBuildspec, parseBuildspec } from "./parse-buildspec";
import { validateBuildspec } from "./validate-buildspec";

/** @see https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateReportGroup.html */
const maxReportGroupName = 128;

/**
 * Reads the buildspec of a project: an object, a text in YAML, or a path. The result of a path has no buildspec.
 *
 * @param system - the operating system of the build environment, which decides the shells
 */
export function readSource(
  buildspec: Buildspec | string,
  system: "Linux" | "Windows" | "macOS",
): Omit<ParsedBuildspec, "ignored"> {
  if (typeof buildspec !== "string") {
    const problems = [...validateBuildspec(buildspec), ...shellProblems(buildspec, system)];
    return { buildspec, problems };
  }
  if (!isBuildspecText(buildspec)) {
    return { buildspec: undefined, problems: pathProblems(buildspec) };
  }
  const { buildspec: read, problems } = parseBuildspec(buildspec);
  return { buildspec: read, problems: [...problems, ...shellProblems(read, system)] };
}

/** CodeBuild creates a report group as `<project>-<name>`. */
export function reportGroupProblems(buildspec: Buildspec | undefined, projectName: string): Problem[] {
  const { tests, coverage } = buildspec === undefined ? { tests: [], coverage: [] } : newReportGroups(buildspec);
  return [...tests, ...coverage]
    .filter((group) => `${projectName}-${group}`.length > maxReportGroupName)
    .map((group) => ({
      path: `reports.${group}`,
      reason: `makes the report group ${projectName}-${group}: give a shorter name, ${maxReportGroupName} characters with that of the project`,
    }));
}

/** @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html */
function shellProblems(buildspec: Buildspec | undefined, system: string): Problem[] {
  const shell = buildspec?.env?.shell;
  const isOfWindows = shell === "powershell.exe" || shell === "cmd.exe";
  if (shell === undefined || isOfWindows === (system === "Windows")) {
    return [];
  }
  return [
    {
      path: "env.shell",
      reason: isOfWindows
        ? `is ${shown(shell)}, a shell of Windows: ${system} has bash and /bin/sh`
        : `is ${shown(shell)}, and Windows has powershell.exe and cmd.exe`,
    },
  ];
}

/** An object in S3 would let everyone who writes to the bucket change the build. */
function pathProblems(path: string): Problem[] {
  if (/^arn:[\w-]+:s3:::/.test(path)) {
    return [
      { path: "", reason: `is ${shown(path)}, an object in S3: give the buildspec itself, or a path in the source` },
    ];
  }
  return /^(?![/\s])(?!.*(^|\/)\.\.(\/|$))[^:*?"<>|]+$/.test(path) && path.trim() === path
    ? []
    : [
        {
          path: "",
          reason: `is ${shown(path)}: give a buildspec, or a path below the root of the source, such as ci/buildspec.yml`,
        },
      ];
}
