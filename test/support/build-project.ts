import type { BuildTarget } from "../../cli/build/project";
import { type BuildSettings, buildProject } from "../../cli/commands/build";
import type { Status } from "../../cli/preview/result";

/** A project as a pipeline has it. */
export const sampleTarget: BuildTarget = {
  name: "shop",
  buildspec: undefined,
  sourceType: "CODEPIPELINE",
  sourceLocation: undefined,
  secondarySources: [],
  image: "aws/codebuild/amazonlinux-x86_64-standard:5.0",
  environment: "LINUX_CONTAINER",
  variables: [],
  artifacts: "CODEPIPELINE",
  cache: { type: "NO_CACHE", modes: [] },
};

/** Status and output of a build. */
export interface BuildRun {
  readonly status: Status;
  readonly stdout: string;
  readonly stderr: string;
  /** Both streams in the order of their writes. */
  readonly written: string;
}

/** Runs a build of a project, and keeps what it prints. */
export async function runBuildProject(
  target: BuildTarget,
  settings: Partial<BuildSettings> & Pick<BuildSettings, "from">,
  env: Readonly<Record<string, string | undefined>>,
  signal = new AbortController().signal,
): Promise<BuildRun> {
  const written = { stdout: "", stderr: "", written: "" };
  const stream = (name: "stdout" | "stderr") => ({
    write: (text: string) => {
      written[name] += text;
      written.written += text;
    },
  });
  const status = await buildProject(
    target,
    { given: {}, secondary: {}, allowsAws: false, isBatch: false, ...settings },
    { stdout: stream("stdout"), stderr: stream("stderr"), env, signal },
  );
  return { status, ...written };
}

/** Printed text with times of zero, because they differ between runs. */
export function withoutTimes(text: string): string {
  return text.replace(/\d+\.\d s/g, "0.0 s");
}
