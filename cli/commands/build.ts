import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Buildspec, type PhaseName, phaseNames } from "../../components/codebuild/buildspec";
import { describeProblems } from "../../components/schema/problem";
import { agentCommand, refuseForAgent } from "../build/agent";
import { type OwnVariables, ownVariables } from "../build/environment";
import { type BuildTarget, findBuildTarget } from "../build/project";
import { reproduce } from "../build/reproduce";
import { makeWorkspace, revisionOf } from "../build/workspace";
import { PreviewError } from "../preview/base/error";
import { Status } from "../preview/result";
import { buildReport, buildSucceeds, commandLine } from "../report/build";
import { type Command, parsePositionals, type Surroundings } from "./command";
import {
  PREVIEW_OPTIONS,
  PREVIEW_OPTIONS_HELP,
  paintFor,
  previewWithProgress,
  readPreviewOptions,
  reportFailure,
} from "./previewing";
import { readTextFile } from "./text-file";

const HELP = `Runs the build of a CodeBuild project on this machine, in a copy of the source.

Usage: aws-pipelines build PROJECT [options]

  PROJECT                    name or logical name of the project in the program

Options:
  --source DIR               folder of the source (default: the current one)
  --phase NAME               the one phase to run: install, pre_build, build or post_build
  --env NAME=VALUE           value of a variable, which overrides the project (repeatable)
  --output DIR               writes the artifacts to this folder
  --docker                   prints the command of the CodeBuild agent instead, for the same image as on AWS
  --allow-aws                shows your AWS credentials to the build (default: the build sees none)
${PREVIEW_OPTIONS_HELP}
  -h, --help

Example: aws-pipelines build shop-build --source ../shop --env TOKEN=test

Exit status: 0 the build succeeds, 1 it fails, 2 the program or the buildspec is invalid, 3 any other failure.
`;

const OPTIONS = {
  ...PREVIEW_OPTIONS,
  source: { type: "string" },
  phase: { type: "string" },
  env: { type: "string", multiple: true },
  output: { type: "string" },
  docker: { type: "boolean" },
  "allow-aws": { type: "boolean" },
} as const;

/** `aws-pipelines build` */
export const buildCommand: Command = {
  name: "build",
  summary: "runs the build of a CodeBuild project on this machine",
  help: HELP,
  run: async (args, surroundings) => {
    const { values, positionals } = parsePositionals("build", args, OPTIONS);
    const [wanted] = positionals;
    if (wanted === undefined || positionals.length > 1) {
      throw new PreviewError("build takes one project. Give its name, such as shop-build.");
    }
    const settings: BuildSettings = {
      from: values.source ?? ".",
      given: readVariables(values.env ?? []),
      allowsAws: values["allow-aws"] === true,
      ...(values.phase !== undefined && { only: readPhase(values.phase) }),
      ...(values.output !== undefined && { output: values.output }),
      ...(values.account !== undefined && { account: values.account }),
    };
    const result = await previewWithProgress(readPreviewOptions(values), surroundings);
    if (reportFailure(result, surroundings)) {
      return result.status;
    }
    const region = values.region ?? result.config["aws:region"] ?? "us-east-1";
    const target = findBuildTarget(result.resources, wanted);
    return await buildProject(target, { ...settings, region }, values.docker === true, surroundings);
  },
};

/** Settings of one build, beside its project. */
export interface BuildSettings {
  readonly from: string;
  readonly given: Readonly<Record<string, string>>;
  readonly allowsAws: boolean;
  readonly only?: PhaseName;
  readonly output?: string;
  readonly account?: string;
  readonly region?: string;
}

/** Builds a project, or prints the command of the agent. */
export async function buildProject(
  target: BuildTarget,
  settings: BuildSettings,
  usesDocker: boolean,
  surroundings: Surroundings,
): Promise<Status> {
  const { stdout, stderr, env, signal } = surroundings;
  const { spec, problems, place } = readSpec(target, settings.from);
  if (spec === undefined) {
    stderr.write(`${describeProblems(place, problems)}\n`);
    return Status.refused;
  }
  const variables = ownVariables(spec, target, settings.given);
  if (usesDocker) {
    stdout.write(`${prepareAgent(target, spec, settings, variables)}\n`);
    return Status.clean;
  }
  const system = /^(ARM|LINUX|MAC)_/.test(target.environment);
  if (!system || /\.exe$/.test(spec.env?.shell ?? "")) {
    throw new PreviewError(
      `build: ${target.name} needs Windows (${target.environment}), and this command runs sh and bash.`,
    );
  }
  const paint = paintFor(stdout, env);
  const say = (line: string) => stdout.write(`${line}\n`);
  for (const note of notesOf(spec, target, variables, settings)) {
    say(paint("quiet", note));
  }
  const { account = "111122223333", region = "us-east-1" } = settings;
  const result = await reproduce({
    spec,
    target,
    from: settings.from,
    moment: { account, region, id: randomUUID(), start: Date.now(), revision: revisionOf(settings.from) },
    caller: env,
    variables,
    allowsAws: settings.allowsAws,
    only: settings.only,
    output: settings.output,
    signal,
    listener: {
      onPhase: (phase) => say(paint("heading", phase)),
      onCommand: (command) => say(`$ ${command.trimEnd()}`),
      onStatus: (run) => say(commandLine(run, paint)),
      onRetry: (retries) => say(paint("warning", `on-failure starts the build again, retry ${retries}`)),
      write: (text) => stdout.write(text),
    },
  });
  for (const line of buildReport(result, target, paint)) {
    say(line);
  }
  return buildSucceeds(result) ? Status.clean : Status.violated;
}

type ParseBuildspec = typeof import("../../components/codebuild/parse-buildspec");

function readSpec(target: BuildTarget, from: string) {
  // The reader loads zod, which no other command needs.
  const { isBuildspecText, parseBuildspec }: ParseBuildspec = require("../../components/codebuild/parse-buildspec");
  const { buildspec = "buildspec.yml" } = target;
  const isText = isBuildspecText(buildspec);
  if (!isText && buildspec.startsWith("arn:")) {
    throw new PreviewError(`build: the buildspec is the object ${buildspec}, and this command does not call AWS.`);
  }
  const path = join(from, buildspec);
  if (!isText && !existsSync(path)) {
    throw new PreviewError(`build: ${target.name} reads ${buildspec}, and ${path} does not exist. Give --source DIR.`);
  }
  const { buildspec: spec, problems } = parseBuildspec(isText ? buildspec : readTextFile(path));
  return { spec, problems, place: isText ? `the buildspec of ${target.name}` : path };
}

function readVariables(list: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    list.map((text) => {
      const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(text) ?? [];
      if (name === undefined || value === undefined) {
        throw new PreviewError(
          `--env: give NAME=VALUE, such as STAGE=test. "${text.split("=")[0]}" is not of this form.`,
        );
      }
      return [name, value];
    }),
  );
}

function readPhase(text: string): PhaseName {
  const phase = phaseNames.find((name) => name === text);
  if (phase === undefined) {
    throw new PreviewError(`--phase: "${text}" is no phase. Use one of ${phaseNames.join(", ")}.`);
  }
  return phase;
}

/** Differences between this build and the build on AWS. */
function notesOf(
  spec: Buildspec,
  target: BuildTarget,
  { placeholders }: OwnVariables,
  { allowsAws }: BuildSettings,
): string[] {
  const users = [spec["run-as"], ...phaseNames.map((name) => spec.phases[name]?.["run-as"])].flatMap(
    (user) => user ?? [],
  );
  const runtimes = Object.entries(spec.phases.install?.["runtime-versions"] ?? {});
  return [
    allowsAws ? "The build sees your AWS credentials (--allow-aws)." : "The build sees no AWS credential.",
    ...placeholders.map((name) => `${name} has a placeholder. Give its value with --env ${name}=VALUE.`),
    ...users.map((user) => `run-as ${user}: the commands run as you.`),
    ...runtimes.map(([name, version]) => `runtime ${name} ${version}: the commands use the version of this machine.`),
    ...target.secondarySources.map((name) => `Secondary source ${name} is an empty folder.`),
    ...(spec.batch === undefined ? [] : ["The batch runs as one build."]),
    ...(spec.cache === undefined ? [] : ["The cache is neither restored nor saved."]),
  ];
}

const buildspecFile = "aws-pipelines-buildspec.yml";

/** Writes the files that the agent reads, and returns its command. */
function prepareAgent(target: BuildTarget, spec: Buildspec, settings: BuildSettings, { values }: OwnVariables): string {
  refuseForAgent(target, values);
  const { from } = settings;
  const { sourceType, secondarySources } = target;
  const { root, source } = makeWorkspace({
    from,
    hasHistory: sourceType !== "CODEPIPELINE",
    secondarySources,
    allowsAws: false,
  });
  const [artifacts, environment] = [join(root, "artifacts"), join(root, "environment")];
  const command = agentCommand(target, {
    source,
    artifacts,
    environment,
    variables: "build.env",
    buildspec: buildspecFile,
  });
  mkdirSync(artifacts);
  mkdirSync(environment);
  writeFileSync(join(source, buildspecFile), JSON.stringify(spec));
  const lines = Object.entries(values).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(join(environment, "build.env"), lines.join(""), { mode: 0o600 });
  return command;
}
