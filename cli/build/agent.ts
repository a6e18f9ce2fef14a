import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Buildspec } from "../../components/codebuild/buildspec";
import { PreviewError } from "../preview/base/error";
import { ownVariables } from "./environment";
import type { BuildTarget } from "./project";
import { quoted } from "./shell";
import { makeWorkspace } from "./workspace";

/** Folders and files that the CodeBuild agent reads and writes. */
export interface AgentFiles {
  readonly source: string;
  readonly artifacts: string;
  /** Folder of the file with the variables. */
  readonly environment: string;
  /** Name of the file with the variables. */
  readonly variables: string;
  /** Path of the buildspec in the source. */
  readonly buildspec: string;
}

/**
 * Refuses a project that the agent cannot run.
 *
 * @throws {PreviewError} for a Windows or macOS project, and a variable of several lines
 */
export function refuseForAgent({ environment }: BuildTarget, variables: Readonly<Record<string, string>>): void {
  if (!/^(ARM|LINUX)_/.test(environment)) {
    throw new PreviewError(`build --docker: the CodeBuild agent runs Linux images, and the project is ${environment}.`);
  }
  const broken = Object.keys(variables).find((name) => variables[name]?.includes("\n"));
  if (broken !== undefined) {
    throw new PreviewError(
      `build --docker: ${broken} has several lines, and the file of the agent has one for each variable.`,
    );
  }
}

/**
 * Arguments of `docker` that run the CodeBuild local agent for a project. They pass no credential of AWS.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/use-codebuild-agent.html
 */
export function agentArguments({ image, environment }: BuildTarget, files: AgentFiles): string[] {
  const variables = [
    ["IMAGE_NAME", publicImage(image)],
    ["ARTIFACTS", files.artifacts],
    ["SOURCE", files.source],
    ["BUILDSPEC", files.buildspec],
    ["ENV_VAR_FILE", files.variables],
    ["INITIATOR", "aws-pipelines"],
  ] as const;
  return [
    "run",
    "--rm",
    ...["-v", "/var/run/docker.sock:/var/run/docker.sock"],
    ...["-v", `${files.environment}:/LocalBuild/envFile/`],
    ...variables.flatMap(([name, value]) => ["-e", `${name}=${value}`]),
    `public.ecr.aws/codebuild/local-builds:${environment.startsWith("ARM_") ? "aarch64" : "latest"}`,
  ];
}

/** The name of the buildspec in the copy of the source, whose own files stay. */
const buildspecFile = "aws-pipelines-buildspec.yml";

/** The arguments of `docker`, and the folder that the agent writes artifacts to. */
export interface PreparedAgent {
  readonly args: readonly string[];
  readonly artifacts: string;
}

/**
 * Writes the files that the agent reads, beside a copy of the source, and returns the arguments of `docker`.
 *
 * @throws {PreviewError} for a project that the agent cannot run
 */
export function prepareAgent(
  target: BuildTarget,
  spec: Buildspec,
  from: string,
  given: Readonly<Record<string, string>>,
): PreparedAgent {
  const { values } = ownVariables(spec, target, given);
  refuseForAgent(target, values);
  const { root, source } = makeWorkspace({
    from,
    hasHistory: target.sourceType !== "CODEPIPELINE",
    secondarySources: {},
    allowsAws: false,
  });
  const [artifacts, environment] = [join(root, "artifacts"), join(root, "environment")];
  mkdirSync(artifacts);
  mkdirSync(environment);
  writeFileSync(join(source, buildspecFile), JSON.stringify(spec));
  const lines = Object.entries(values).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(join(environment, "build.env"), lines.join(""), { mode: 0o600 });
  const args = agentArguments(target, {
    source,
    artifacts,
    environment,
    variables: "build.env",
    buildspec: buildspecFile,
  });
  return { args, artifacts };
}

/** The command of these arguments, as a shell reads it: an option a line. */
export function agentCommand(args: readonly string[]): string {
  const words = args.map((word) => (/^[\w./:@=-]+$/.test(word) ? word : quoted(word)));
  return ["docker", ...words].join(" ").replace(/ (?=-[ve] |public\.)/g, " \\\n  ");
}

/** Variables of the caller that the client of Docker needs. No variable of AWS is among them. */
const clientVariables = /^(PATH|HOME|XDG_RUNTIME_DIR|DOCKER_\w+|(https?|no)_proxy|(HTTPS?|NO)_PROXY)$/;

/**
 * Runs the CodeBuild local agent, and returns its exit status.
 *
 * @throws {PreviewError} when Docker does not start, or a signal ends the command
 */
export function runAgent(
  args: readonly string[],
  caller: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
  write: (text: string) => void,
): Promise<number> {
  const env = Object.fromEntries(Object.entries(caller).filter(([name]) => clientVariables.test(name)));
  return new Promise((resolve, reject) => {
    const child = spawn("docker", args, { env, stdio: ["ignore", "pipe", "pipe"] });
    const interrupt = () => child.kill("SIGTERM");
    signal.addEventListener("abort", interrupt, { once: true });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", write);
    }
    child.once("error", (error) => reject(new PreviewError(`build --run: docker does not start (${error.message})`)));
    child.once("close", (status) => {
      signal.removeEventListener("abort", interrupt);
      if (signal.aborted) {
        reject(new PreviewError("interrupted"));
      } else {
        resolve(status ?? 1);
      }
    });
  });
}

/** AWS publishes its Amazon Linux images; you build the Ubuntu images yourself. */
function publicImage(image: string): string {
  return image.replace(/^aws\/codebuild\/(?=amazonlinux)/, "public.ecr.aws/codebuild/");
}
