import { spawn } from "node:child_process";
import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { delimiter, dirname, isAbsolute } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { PulumiCommand } from "@pulumi/pulumi/automation";
import { OperationFailure } from "./engine";

/** The result of a command, as the Automation API reads it. */
interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

/** Commands that work on the resources of a stack, and may take long. */
const operations = ["preview", "up"];

/**
 * Runs the Pulumi CLI for the Automation API, in a process group of its own. A terminal sends Ctrl-C to the whole group of
 * the runner. The CLI takes a second Ctrl-C as the wish to end at once, in the middle of its steps.
 *
 * Output of operations goes to a file and not through a pipe: without a reader, the next line would end the CLI.
 */
export class DetachedPulumi implements Pick<PulumiCommand, "command" | "version"> {
  readonly command: string;
  readonly version: PulumiCommand["version"];
  readonly #log: string;
  readonly #onStart: (pid: number) => void;

  constructor({ command, version }: PulumiCommand, log: string, onStart: (pid: number) => void) {
    this.command = command;
    this.version = version;
    this.#log = log;
    this.#onStart = onStart;
  }

  /** The Automation API calls this method of a command. */
  async run(
    args: readonly string[],
    cwd: string,
    additionalEnv: Readonly<Record<string, string>>,
    _onOutput?: (text: string) => void,
    _onError?: (text: string) => void,
    signal?: AbortSignal,
  ): Promise<CommandResult> {
    const isOperation = operations.includes(args[0] ?? "");
    if (isOperation && signal?.aborted) {
      throw new OperationFailure("did not start, because the run was interrupted before");
    }
    const file = isOperation ? openSync(this.#log, "a") : undefined;
    // A resumed run adds to the log of its environment: errors of earlier operations are no reason of this one.
    const start = file === undefined ? 0 : fstatSync(file).size;
    const child = spawn(this.command, args.includes("--non-interactive") ? [...args] : [...args, "--non-interactive"], {
      cwd,
      detached: true,
      env: { ...process.env, ...additionalEnv, ...this.#path(additionalEnv), PULUMI_AUTOMATION_API: "true" },
      stdio: ["ignore", file ?? "pipe", file ?? "pipe"],
    });
    if (file !== undefined) {
      closeSync(file);
    }
    const interrupt = () => child.kill("SIGINT");
    const text = { stdout: "", stderr: "" };
    child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
      text.stdout += chunk;
    });
    child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
      text.stderr += chunk;
    });
    try {
      const code = await new Promise<number | NodeJS.Signals | null>((resolve, reject) => {
        child.once("error", reject);
        child.once("close", (status, ended) => resolve(ended ?? status));
        if (isOperation) {
          signal?.addEventListener("abort", interrupt);
          if (child.pid !== undefined) {
            this.#onStart(child.pid);
          }
        }
      });
      if (code !== 0) {
        throw new OperationFailure(
          isOperation ? reasonIn(readFileSync(this.#log).subarray(start).toString("utf8"), code) : text.stderr.trim(),
        );
      }
      return { ...text, code: 0 };
    } finally {
      signal?.removeEventListener("abort", interrupt);
    }
  }

  /** The folder of the CLI holds its language plugins. */
  #path({ PATH = process.env.PATH ?? "" }: Readonly<Record<string, string>>): { readonly PATH?: string } {
    return isAbsolute(this.command) ? { PATH: `${dirname(this.command)}${delimiter}${PATH}` } : {};
  }
}

const mostLines = 3;

/** The reason of a failure: the errors in the output, or its last lines. */
export function reasonIn(output: string, code: number | NodeJS.Signals | null): string {
  // Programs in YAML write "Error", and with colors whatever the CLI was told.
  const lines = stripVTControlCharacters(output)
    .split("\n")
    .map((line) => line.trim());
  const errors = [...new Set(lines.filter((line) => /^error: ./i.test(line)))];
  const told = errors.length > 0 ? errors.slice(0, mostLines) : lines.filter((line) => line !== "").slice(-mostLines);
  const ended = typeof code === "string" ? `ended by ${code}` : `ended with status ${code}`;
  return told.length > 0 ? told.join("\n") : `pulumi ${ended} without output`;
}
