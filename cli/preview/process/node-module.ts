import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { PreviewError } from "../base/error";
import { compileCache } from "./compile-cache";
import { preload } from "./preload";

/** A module of the Pulumi SDK to run with Node, as the Pulumi CLI runs it. */
export interface NodeModule {
  /** Module name, resolved from `directory`. */
  readonly module: string;
  /** Directory of the program or pack that brings the module. */
  readonly directory: string;
  /** Working directory of the process. */
  readonly cwd: string;
  readonly nodeArgs: readonly string[];
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** How a process ended: by a status, or by a signal. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A running process. */
export interface RunningModule {
  readonly process: ChildProcess;
  /** Settles when the process has ended and all it wrote has been read. */
  readonly ended: Promise<Ending>;
}

/**
 * Starts a module of the SDK.
 *
 * @param onLine - receives each line the process writes
 * @throws {PreviewError} when the program or pack has no SDK installed
 */
export function startModule(
  start: NodeModule,
  onLine: (stream: "stdout" | "stderr", line: string) => void,
): RunningModule {
  const file = locate(start.module, start.directory);
  const cache = compileCache(file, start.nodeArgs, process.env);
  const ahead = [
    ...preload(require.resolve("./short-run")),
    ...cache.nodeArgs,
    ...preload(require.resolve("./code-paths")),
  ];
  const child = spawn(process.execPath, [...start.nodeArgs, ...ahead, file, ...start.args], {
    cwd: start.cwd,
    env: { ...process.env, ...cache.env, ...start.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  createInterface({ input: child.stdout }).on("line", (line) => onLine("stdout", line));
  createInterface({ input: child.stderr }).on("line", (line) => onLine("stderr", line));
  const ended = new Promise<Ending>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
  return { process: child, ended };
}

function locate(module: string, directory: string): string {
  try {
    return createRequire(join(directory, "package.json")).resolve(module);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "MODULE_NOT_FOUND") {
      throw new PreviewError(`${directory}: @pulumi/pulumi is not installed there; run "npm install" in it`);
    }
    throw error;
  }
}
