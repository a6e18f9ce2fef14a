import { HELP, type PreviewOptions, readCommandLine } from "./commands/preview-options";
import { PreviewError } from "./preview/base/error";
import { preview } from "./preview/preview";
import { type PreviewResult, Status } from "./preview/result";
import { ownVersion } from "./preview/version";
import { jsonReport } from "./report/json";
import { Progress, type ProgressStream } from "./report/progress";
import { coloured, plain, showsColours } from "./report/style";
import { failureReport, textReport } from "./report/text";

/** Where the command writes, and what it reads from its surroundings. */
export interface Surroundings {
  readonly stdout: ProgressStream;
  readonly stderr: ProgressStream;
  readonly env: NodeJS.ProcessEnv;
  /** Ends the command, with all it has started. */
  readonly signal: AbortSignal;
}

/** Runs the command and returns its exit status. What a user can act on is told on stderr; anything else throws. */
export async function main(args: readonly string[], surroundings: Surroundings): Promise<Status> {
  try {
    const command = readCommandLine(args);
    switch (command.kind) {
      case "help":
        surroundings.stdout.write(HELP);
        return Status.clean;
      case "version":
        surroundings.stdout.write(`${ownVersion()}\n`);
        return Status.clean;
      case "preview":
        return report(await previewWithProgress(command, surroundings), command.json, surroundings);
    }
  } catch (error) {
    if (!(error instanceof PreviewError)) {
      throw error;
    }
    surroundings.stderr.write(`error: ${error.message}\n`);
    return Status.failed;
  }
}

async function previewWithProgress(
  options: PreviewOptions,
  { stderr, env, signal }: Surroundings,
): Promise<PreviewResult> {
  const progress = new Progress(stderr, "Previewing:");
  try {
    return await preview(options, { env, signal, onResource: (count) => progress.show(count) });
  } finally {
    progress.end();
  }
}

function report(result: PreviewResult, json: boolean, { stdout, stderr, env }: Surroundings): Status {
  const failed = result.status === Status.refused || result.status === Status.failed;
  if (failed) {
    stderr.write(failureReport(result, showsColours(stderr, env) ? coloured : plain));
  }
  if (json) {
    stdout.write(`${jsonReport(result)}\n`);
  } else if (!failed) {
    stdout.write(textReport(result, showsColours(stdout, env) ? coloured : plain));
  }
  return result.status;
}
