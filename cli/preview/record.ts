import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { PreviewError } from "./base/error";
import { recordedAnswers } from "./invokes/recorded-answers";
import type { SuppliedAnswers } from "./invokes/supplied-answers";
import type { PreviewOptions } from "./options";
import { readProject } from "./project/project";
import { readStack } from "./project/stack";

const HEADER = "# Recorded by: aws-pipelines preview --record. Secrets are left out.\n";

/**
 * Runs `pulumi preview` with the credentials of the user and records the answers that the program received.
 *
 * @param file - file to write the answers to
 * @param write - receives the output of the Pulumi CLI
 * @throws {PreviewError} when the Pulumi CLI is missing or its preview fails
 */
export async function recordAnswers(
  options: PreviewOptions,
  file: string,
  { env, signal }: { readonly env: NodeJS.ProcessEnv; readonly signal: AbortSignal },
  write: (text: string) => void,
): Promise<SuppliedAnswers> {
  const project = readProject(options.cwd);
  const stack = readStack(project, options.stack);
  const directory = mkdtempSync(join(tmpdir(), "record-"));
  const log = join(directory, "grpc.json");
  try {
    const args = ["preview", "--non-interactive", "--stack", options.stack ?? stack.name];
    const status = await run(args, project.root, { ...env, PULUMI_DEBUG_GRPC: log }, signal, write);
    if (status !== 0) {
      throw new PreviewError(`--record: "pulumi ${args.join(" ")}" ended with status ${status}`);
    }
    const answers = recordedAnswers(readFileSync(log, "utf8"));
    writeFileSync(file, HEADER + stringify(answers), { mode: 0o600 });
    return answers;
  } finally {
    // The log holds every value of the run, secrets included.
    rmSync(directory, { recursive: true });
  }
}

function run(
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
  write: (text: string) => void,
): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn("pulumi", args, { cwd, env, signal, stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.on("data", (data: Buffer) => write(data.toString()));
    child.stderr.on("data", (data: Buffer) => write(data.toString()));
    child.once("close", resolve);
    child.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        error.code === "ENOENT"
          ? new PreviewError("--record: the Pulumi CLI is missing; install it, or write the answers by hand")
          : error,
      ),
    );
  });
}
