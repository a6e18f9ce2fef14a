import { PreviewError } from "../preview/base/error";
import type { BuildTarget } from "./project";
import { quoted } from "./shell";

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
 * The `docker run` command of the CodeBuild local agent for a project. It passes no credential of AWS.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/use-codebuild-agent.html
 */
export function agentCommand({ image, environment }: BuildTarget, files: AgentFiles): string {
  const variables = [
    ["IMAGE_NAME", publicImage(image)],
    ["ARTIFACTS", files.artifacts],
    ["SOURCE", files.source],
    ["BUILDSPEC", files.buildspec],
    ["ENV_VAR_FILE", files.variables],
    ["INITIATOR", "aws-pipelines"],
  ] as const;
  const lines = [
    "docker run -it --rm",
    "-v /var/run/docker.sock:/var/run/docker.sock",
    `-v ${quoted(`${files.environment}:/LocalBuild/envFile/`)}`,
    ...variables.map(([name, value]) => `-e ${quoted(`${name}=${value}`)}`),
    `public.ecr.aws/codebuild/local-builds:${environment.startsWith("ARM_") ? "aarch64" : "latest"}`,
  ];
  return lines.join(" \\\n  ");
}

/** AWS publishes its Amazon Linux images; you build the Ubuntu images yourself. */
function publicImage(image: string): string {
  return image.replace(/^aws\/codebuild\/(?=amazonlinux)/, "public.ecr.aws/codebuild/");
}
