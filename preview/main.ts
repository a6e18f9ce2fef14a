import { HELP, type PreviewOptions, readCommandLine } from "./command-line";
import { preview } from "./preview";
import { PreviewError } from "./preview-error";
import { jsonReport } from "./report/json";
import { Progress } from "./report/progress";
import { coloured, plain, showsColours } from "./report/style";
import { failureReport, textReport } from "./report/text";
import { type PreviewResult, Status } from "./result";
import { ownVersion } from "./version";

/** Runs the command and returns its exit status. What a user can act on is told on stderr; anything else throws. */
export async function main(args: readonly string[]): Promise<Status> {
  try {
    const command = readCommandLine(args);
    switch (command.kind) {
      case "help":
        process.stdout.write(HELP);
        return Status.clean;
      case "version":
        process.stdout.write(`${ownVersion()}\n`);
        return Status.clean;
      case "preview":
        return report(await previewWithProgress(command), command.json);
    }
  } catch (error) {
    if (!(error instanceof PreviewError)) {
      throw error;
    }
    process.stderr.write(`error: ${error.message}\n`);
    return Status.failed;
  }
}

async function previewWithProgress(options: PreviewOptions): Promise<PreviewResult> {
  const progress = new Progress(process.stderr, "Previewing:");
  try {
    return await preview(options, (count) => progress.show(count));
  } finally {
    progress.end();
  }
}

function report(result: PreviewResult, json: boolean): Status {
  const failed = result.status === Status.refused || result.status === Status.failed;
  if (failed) {
    process.stderr.write(failureReport(result, showsColours(process.stderr, process.env) ? coloured : plain));
  }
  if (json) {
    process.stdout.write(`${jsonReport(result)}\n`);
  } else if (!failed) {
    process.stdout.write(textReport(result, showsColours(process.stdout, process.env) ? coloured : plain));
  }
  return result.status;
}
