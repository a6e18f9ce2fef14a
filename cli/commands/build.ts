import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Buildspec, type PhaseName, phaseNames } from "../../components/codebuild/buildspec";
import { describeProblems } from "../../components/schema/problem";
import { agentCommand, prepareAgent, runAgent } from "../build/agent";
import { planBatch, runBatch } from "../build/batch";
import { unkeptPaths, whyNoCache } from "../build/cache";
import { type OwnVariables, ownVariables } from "../build/environment";
import { type BuildTarget, findBuildTarget } from "../build/project";
import { reproduce } from "../build/reproduce";
import { filesBelow, revisionOf } from "../build/workspace";
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
  --secondary NAME=DIR       folder of a secondary source, in CODEBUILD_SRC_DIR_NAME (repeatable)
  --cache DIR                folder of the cache: restored before the build, saved after it (default: no cache)
  --batch                    run the builds of the batch in the buildspec, one after the other
  --output DIR               write the artifacts to this folder
  --docker                   print the command of the CodeBuild agent instead, for the same image as on AWS
  --run                      run the command of --docker
  --allow-aws                show your AWS credentials to the build (default: the build sees none)
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
  secondary: { type: "string", multiple: true },
  cache: { type: "string" },
  batch: { type: "boolean" },
  output: { type: "string" },
  docker: { type: "boolean" },
  run: { type: "boolean" },
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
      given: readPairs("--env", values.env ?? [], "NAME=VALUE, such as STAGE=test"),
      secondary: readPairs("--secondary", values.secondary ?? [], "NAME=DIR, such as lib=../lib"),
      allowsAws: values["allow-aws"] === true,
      isBatch: values.batch === true,
      agent: readAgent(values),
      ...(values.phase !== undefined && { only: readPhase(values.phase) }),
      ...(values.cache !== undefined && { cache: values.cache }),
      ...(values.output !== undefined && { output: values.output }),
      ...(values.account !== undefined && { account: values.account }),
    };
    const result = await previewWithProgress(readPreviewOptions(values), surroundings);
    if (reportFailure(result, surroundings)) {
      return result.status;
    }
    const region = values.region ?? result.config["aws:region"] ?? "us-east-1";
    const target = findBuildTarget(result.resources, wanted);
    return await buildProject(target, { ...settings, region }, surroundings);
  },
};

/** Settings of one build, beside its project. */
export interface BuildSettings {
  readonly from: string;
  readonly given: Readonly<Record<string, string>>;
  /** Folders of secondary sources by identifier. */
  readonly secondary: Readonly<Record<string, string>>;
  readonly allowsAws: boolean;
  readonly isBatch: boolean;
  /** Whether to print or to run the command of the CodeBuild agent; undefined to run the commands here. */
  readonly agent?: "print" | "run" | undefined;
  /** Folder of the cache. */
  readonly cache?: string;
  readonly only?: PhaseName;
  readonly output?: string;
  readonly account?: string;
  readonly region?: string;
}

/** Builds a project or its batch, or leaves the build to the CodeBuild agent. */
export async function buildProject(
  target: BuildTarget,
  settings: BuildSettings,
  surroundings: Surroundings,
): Promise<Status> {
  if (settings.allowsAws && target.gate !== undefined) {
    throw new PreviewError(
      `build --allow-aws: ${target.name} is a part of the gate ${target.gate}. With your credentials, its build would destroy or change what waits for an approval. Run it without --allow-aws.`,
    );
  }
  refuseSecondary(target, settings.secondary);
  const { spec, problems, place } = readSpec(target, settings.from);
  if (spec === undefined) {
    surroundings.stderr.write(`${describeProblems(place, problems)}\n`);
    return Status.refused;
  }
  if (settings.agent !== undefined) {
    return await useAgent(target, spec, settings, surroundings);
  }
  return settings.isBatch
    ? await buildBatch(target, spec, settings, surroundings)
    : await buildHere(target, spec, settings, surroundings);
}

async function buildBatch(
  target: BuildTarget,
  { batch }: Buildspec,
  settings: BuildSettings,
  surroundings: Surroundings,
): Promise<Status> {
  if (batch === undefined) {
    throw new PreviewError(`build --batch: the buildspec of ${target.name} has no batch.`);
  }
  const { stdout, env } = surroundings;
  const paint = paintFor(stdout, env);
  const outcomes = await runBatch(planBatch(batch), async ({ identifier, buildspec, variables, image, type }) => {
    stdout.write(`${paint("heading", `build ${identifier}`)}\n`);
    const status = await buildProject(
      {
        ...target,
        ...(buildspec !== undefined && { buildspec }),
        ...(image !== undefined && { image }),
        ...(type !== undefined && { environment: type }),
      },
      {
        ...settings,
        isBatch: false,
        given: { CODEBUILD_BATCH_BUILD_IDENTIFIER: identifier, ...variables, ...settings.given },
        ...(settings.output !== undefined && { output: join(settings.output, identifier) }),
      },
      surroundings,
    );
    stdout.write("\n");
    return status === Status.clean;
  });
  for (const [identifier, outcome] of outcomes) {
    stdout.write(`${paint(outcome === "succeeds" ? "good" : "bad", `build ${identifier} ${outcome}`)}\n`);
  }
  const isGood = [...outcomes.values()].every((outcome) => outcome !== "fails" && outcome !== "does not run");
  return isGood ? Status.clean : Status.violated;
}

async function buildHere(
  target: BuildTarget,
  spec: Buildspec,
  settings: BuildSettings,
  { stdout, env, signal }: Surroundings,
): Promise<Status> {
  const variables = ownVariables(spec, target, settings.given);
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
  const { account = "111122223333", region = "us-east-1", from } = settings;
  const result = await reproduce({
    spec,
    target,
    from,
    secondarySources: secondaryOf(target, settings),
    cache: settings.cache,
    moment: { account, region, id: randomUUID(), start: Date.now(), revision: revisionOf(from) },
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
      onCache: (event, files) => say(paint("quiet", `cache: ${event} ${files} ${files === 1 ? "file" : "files"}`)),
      write: (text) => stdout.write(text),
    },
  });
  for (const line of buildReport(result, target, paint)) {
    say(line);
  }
  return buildSucceeds(result) ? Status.clean : Status.violated;
}

/** Secondary sources of a project, and the input artifacts that somebody gives for a pipeline. */
function secondaryOf({ secondarySources }: BuildTarget, { secondary }: BuildSettings) {
  return { ...Object.fromEntries(secondarySources.map((name) => [name, undefined])), ...secondary };
}

/** A pipeline hands its input artifacts on as secondary sources, which the project does not name. */
function refuseSecondary({ name, sourceType, secondarySources }: BuildTarget, given: BuildSettings["secondary"]): void {
  const wrong = Object.keys(given).find((each) => sourceType !== "CODEPIPELINE" && !secondarySources.includes(each));
  if (wrong !== undefined) {
    const allowed = secondarySources.length > 0 ? ` Use one of ${secondarySources.join(", ")}.` : " It has none.";
    throw new PreviewError(`--secondary: ${name} has no secondary source "${wrong}".${allowed}`);
  }
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

function readPairs(option: string, list: readonly string[], form: string): Record<string, string> {
  return Object.fromEntries(
    list.map((text) => {
      const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(text) ?? [];
      if (name === undefined || value === undefined) {
        throw new PreviewError(`${option}: give ${form}. "${text.split("=")[0]}" is not of this form.`);
      }
      return [name, value];
    }),
  );
}

function readAgent({
  docker,
  run,
  batch,
}: {
  docker?: boolean;
  run?: boolean;
  batch?: boolean;
}): BuildSettings["agent"] {
  if (run === true && docker !== true) {
    throw new PreviewError("--run: runs the command of --docker. Give --docker --run.");
  }
  if (docker === true && batch === true) {
    throw new PreviewError("--batch: the CodeBuild agent runs one build. Give --batch without --docker.");
  }
  return docker === true ? (run === true ? "run" : "print") : undefined;
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
  { allowsAws, given, secondary, cache }: BuildSettings,
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
    ...target.secondarySources
      .filter((name) => secondary[name] === undefined)
      .map((name) => `Secondary source ${name} is an empty folder. Give --secondary ${name}=DIR.`),
    ...(spec.batch === undefined || "CODEBUILD_BATCH_BUILD_IDENTIFIER" in given
      ? []
      : ["The batch runs as one build. Give --batch for its builds."]),
    ...(spec.cache === undefined ? [] : cacheNotes(spec.cache, target, cache)),
  ];
}

function cacheNotes(rules: NonNullable<Buildspec["cache"]>, target: BuildTarget, cache: string | undefined): string[] {
  const why = whyNoCache(target);
  if (why !== undefined) {
    return [`CodeBuild ignores the cache paths of ${target.name}: ${why}.`];
  }
  return cache === undefined
    ? ["The cache is neither restored nor saved. Give --cache DIR."]
    : unkeptPaths(rules).map((path) => `The cache keeps no ${path}: it is outside the source and the home folder.`);
}

/** Prints or runs the command of the CodeBuild agent. */
async function useAgent(
  target: BuildTarget,
  spec: Buildspec,
  settings: BuildSettings,
  { stdout, env, signal }: Surroundings,
): Promise<Status> {
  const { args, artifacts } = prepareAgent(target, spec, settings.from, settings.given);
  stdout.write(`${agentCommand(args)}\n`);
  if (settings.agent === "print") {
    return Status.clean;
  }
  const paint = paintFor(stdout, env);
  const status = await runAgent(args, env, signal, (text) => stdout.write(text));
  const files = filesBelow(artifacts);
  stdout.write(
    `${[
      status === 0 ? paint("good", "✓ the agent ends") : paint("bad", `✗ the agent ends with exit status ${status}`),
      ...files.map((file) => `artifact: ${join(artifacts, file)}`),
    ].join("\n")}\n`,
  );
  return status === 0 ? Status.clean : Status.violated;
}
