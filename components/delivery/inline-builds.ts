import type { Buildspec } from "../codebuild/buildspec";
import { readBuildProject } from "../codebuild/project-schema";
import { validateBuildspec } from "../codebuild/validate-buildspec";
import { statementReachProblems } from "../iam/gate-reach";
import type { Build } from "../pipelines/plan/planned-builds";
import { destroyCommandProblems } from "../pipelines/validation/ungated-destroy";
import { type Problem, within } from "../schema/problem";
import type { BuildSettings } from "./inline-actions";

/** A build that an action brings, with the place of the action. */
export interface NamedBuild {
  readonly path: string;
  /** Variables that the action passes, because their values refer to earlier actions. */
  readonly passed: readonly PassedVariable[];
  readonly projectName: string;
  readonly build: Build;
  readonly makesArtifact: boolean;
  /** The ARN of the only objects that the build writes, if it writes a plan. */
  readonly writesTo?: string | undefined;
  /** The ARN of the role that the build assumes in its target account. */
  readonly assumes?: string | undefined;
}

/** A variable whose value refers to an earlier action. CodePipeline resolves references of actions, not of projects. */
export interface PassedVariable {
  readonly name: string;
  readonly value: string;
}

/** Separates the variables that the action of a build passes from those of its project. */
export function splitVariables({ environmentVariables = {}, ...build }: BuildSettings): {
  readonly own: BuildSettings;
  readonly passed: readonly PassedVariable[];
} {
  const passed = Object.entries(environmentVariables).flatMap(([name, variable]): PassedVariable[] =>
    "value" in variable && startsReference(variable.value) ? [{ name, value: variable.value }] : [],
  );
  const others = Object.entries(environmentVariables).filter(([name]) => !passed.some((each) => each.name === name));
  return {
    own: { ...build, ...(others.length > 0 && { environmentVariables: Object.fromEntries(others) }) },
    passed,
  };
}

function startsReference(value: unknown): boolean {
  return typeof value === "string" && value.includes("#{");
}

/** The configuration of an action for the variables that it passes. */
export function passedVariables(passed: readonly PassedVariable[]) {
  return passed.length > 0 ? { EnvironmentVariables: passed.map(({ name, value }) => ({ name, value })) } : {};
}

/** Names a passed variable as the build's author wrote it, in the paths of problems. */
export function variablePaths(
  problems: readonly Problem[],
  builds: readonly Pick<NamedBuild, "path" | "passed">[],
  place = "environmentVariables",
): Problem[] {
  return problems.map((problem) => {
    const [, path, index] = /^(.*)\.configuration\.EnvironmentVariables\[(\d+)\]/.exec(problem.path) ?? [];
    const name = builds.find((build) => build.path === path)?.passed[Number(index)]?.name;
    return name === undefined ? problem : { ...problem, path: `${path}.${place}.${name}` };
  });
}

/** Lists the problems of the project of a build action. */
export function buildProblems({
  commands,
  runtime,
  reports,
  files,
  exportedVariables,
  buildspec,
  permissions = [],
  ...settings
}: BuildSettings): Problem[] {
  const short = { commands, runtime, reports, files, exportedVariables };
  const both = Object.entries(short).filter(([, value]) => value !== undefined);
  const form: Problem[] =
    buildspec === undefined
      ? commands === undefined
        ? [{ path: "commands", reason: "is missing: give commands, or a buildspec" }]
        : []
      : both.map(([path]) => ({ path, reason: "stands beside buildspec: write it in the buildspec" }));
  return [
    ...form,
    ...readBuildProject(settings).problems,
    ...(form.length > 0
      ? []
      : within(buildspec ? "buildspec" : "", validateBuildspec(specOf({ ...short, buildspec })))),
    ...destroyCommandProblems("commands", commands),
    ...statementReachProblems("permissions", permissions),
  ];
}

/** The project of a build action. */
export function projectOf(
  { commands, runtime, reports, files, exportedVariables, buildspec, permissions = [], ...settings }: BuildSettings,
  description: string,
): Build {
  return {
    description,
    ...settings,
    buildspec: specOf({ commands, runtime, reports, files, exportedVariables, buildspec }),
    permissions,
  };
}

/** The buildspec, given or made of commands. */
function specOf({
  commands = [],
  runtime,
  reports,
  files,
  exportedVariables,
  buildspec,
}: Pick<BuildSettings, "commands" | "runtime" | "reports" | "files" | "exportedVariables" | "buildspec">): Buildspec {
  return (
    buildspec ?? {
      ...(exportedVariables && { env: { "exported-variables": [...exportedVariables] } }),
      phases: {
        ...(runtime && { install: { "runtime-versions": { ...runtime } } }),
        build: { commands: [...commands] },
      },
      ...(reports && { reports }),
      ...(files && { artifacts: { files: [...files] } }),
    }
  );
}
