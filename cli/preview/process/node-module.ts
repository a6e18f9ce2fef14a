import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { Socket } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Duplex, Readable } from "node:stream";
import { PreviewError } from "../base/error";
import { compileCache } from "./compile-cache";
import { CALLS_DESCRIPTOR, NOTES_DESCRIPTOR, type Note, noteIn } from "./notes";
import { preload } from "./preload";

/** A module of the Pulumi SDK to run as the Pulumi CLI runs it. */
export interface NodeModule {
  /** Module name, resolved from `directory`. */
  readonly module: string;
  /** Directory of the program or pack that brings the module. */
  readonly directory: string;
  /** Working directory of the process. */
  readonly cwd: string;
  readonly nodeArgs: readonly string[];
  /** Arguments for Node that the preview adds. Those in `nodeArgs` win. */
  readonly ownNodeArgs?: readonly string[];
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Modules of the preview to load ahead. */
  readonly preloads?: readonly string[];
  /** Whether the process calls the engine through a pipe. @default false */
  readonly hasCalls?: boolean;
  /** Receives the notes of the modules that are loaded ahead. */
  readonly onNote?: (note: Note) => void;
}

/** How a process ended: by a status, or by a signal. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A running process. */
export interface RunningModule {
  readonly process: ChildProcess;
  /** Pipe on which the process calls the engine. */
  readonly calls?: Duplex;
  /** Settles when the process has ended and its output has been read. */
  readonly ended: Promise<Ending>;
}

/** Time that a process has after the signal that asks it to end, as the Pulumi CLI gives it. */
const GRACE_MILLISECONDS = 5000;
/** Time to read the output of an ended process while another process still holds its streams. */
const OUTPUT_MILLISECONDS = 500;

/**
 * Starts a module of the SDK in a process group of its own.
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
    ...preload(require.resolve("./late-parts")),
    ...preload(require.resolve("./quick-structs")),
    ...preload(require.resolve("./inspector-session")),
    ...(start.preloads ?? []).flatMap(preload),
    ...preload(require.resolve("./own-arguments")),
  ];
  const child = spawn(
    process.execPath,
    [...(start.ownNodeArgs ?? []), ...start.nodeArgs, ...ahead, file, ...start.args],
    {
      cwd: start.cwd,
      env: { ...process.env, ...cache.env, ...start.env },
      stdio: ["ignore", "pipe", "pipe", "pipe", ...(start.hasCalls === true ? (["pipe"] as const) : [])],
      detached: true,
    },
  );
  onLines(child.stdio[1], (line) => onLine("stdout", line));
  onLines(child.stdio[2], (line) => onLine("stderr", line));
  onLines(child.stdio[NOTES_DESCRIPTOR], (line) => {
    const note = noteIn(line);
    if (note === undefined) {
      onLine("stdout", line);
    } else {
      start.onNote?.(note);
    }
  });
  const ended = new Promise<Ending>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      child.once("close", () => resolve({ code, signal }));
      setTimeout(() => resolve({ code, signal }), OUTPUT_MILLISECONDS).unref();
    });
  });
  const calls = child.stdio[CALLS_DESCRIPTOR];
  return { process: child, ended, ...(calls instanceof Socket ? { calls } : {}) };
}

/**
 * Ends a module with every process that it started: sends the signal to its process group, waits five seconds, and kills
 * the group.
 */
export async function endModule({ process: child }: RunningModule, signal: NodeJS.Signals): Promise<void> {
  if (child.pid === undefined) {
    return;
  }
  const exited = isRunning(child) ? new Promise((resolve) => child.once("exit", resolve)) : Promise.resolve();
  if (isRunning(child)) {
    signalGroup(child.pid, signal);
    let timer: NodeJS.Timeout | undefined;
    const grace = new Promise((resolve) => {
      timer = setTimeout(resolve, GRACE_MILLISECONDS);
    });
    await Promise.race([exited, grace]);
    clearTimeout(timer);
  }
  signalGroup(child.pid, "SIGKILL");
  await exited;
  for (const stream of child.stdio) {
    stream?.destroy();
  }
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch (error) {
    // ESRCH: no process of the group is left. EPERM: the system has left only ended ones.
    if (!(error instanceof Error && "code" in error && (error.code === "ESRCH" || error.code === "EPERM"))) {
      throw error;
    }
  }
}

function onLines(stream: unknown, listen: (line: string) => void): void {
  createInterface({ input: stream as Readable }).on("line", listen);
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
