import { HELP, readCommandLine } from "./command-line";
import { preview } from "./preview";
import { PreviewError } from "./preview-error";
import { jsonReport } from "./report/json";
import { Status } from "./result";

/** Runs the command and returns its exit status. */
export async function main(args: readonly string[]): Promise<Status> {
  try {
    const command = readCommandLine(args);
    if (command.kind === "help") {
      process.stdout.write(HELP);
      return Status.clean;
    }
    if (command.kind === "version") {
      process.stdout.write("0\n");
      return Status.clean;
    }
    const result = await preview(command, () => undefined);
    process.stdout.write(`${jsonReport(result)}\n`);
    return result.status;
  } catch (error) {
    if (error instanceof PreviewError) {
      process.stderr.write(`error: ${error.message}\n`);
      return Status.failed;
    }
    throw error;
  }
}
