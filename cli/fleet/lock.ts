import { closeSync, fsyncSync, linkSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import { PreviewError } from "../preview/base/error";
import { refuseLink } from "./places";
import { identify, isRunning, type ProcessId } from "./processes";

/** The owner of a lock. */
interface LockOwner extends ProcessId {
  /** The time at which the run took the lock. */
  readonly since: string;
}

/** The lock of one run of a fleet. */
export interface Lock {
  /**
   * Makes sure that the lock still belongs to this run.
   *
   * @throws {PreviewError} when another run removed or took it
   */
  verify(): void;
  release(): void;
}

/**
 * Takes the lock of a fleet: a file that only one process can create. A lock whose process has ended is taken over.
 *
 * @throws {PreviewError} that names the run which holds the lock
 */
export function takeLock(file: string): Lock {
  refuseLink(file);
  const owner: LockOwner = { ...identify(process.pid), since: new Date().toISOString() };
  const text = `${JSON.stringify(owner)}\n`;
  if (!create(file, text)) {
    removeStale(file);
    if (!create(file, text)) {
      throw heldBy(file, readOwner(file));
    }
  }
  return {
    verify() {
      if (read(file) !== text) {
        throw new PreviewError(
          `${file} is no longer the lock of this run: another run removed it. Nothing more starts.`,
        );
      }
    },
    release() {
      if (read(file) === text) {
        rmSync(file);
      }
    },
  };
}

function create(file: string, text: string): boolean {
  let descriptor: number;
  try {
    descriptor = openSync(file, "wx", 0o644);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") {
      return false;
    }
    throw error;
  }
  try {
    writeSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  return true;
}

/** Removes the lock of an ended process. Two runs that do so at once remove it once. */
function removeStale(file: string): void {
  const seen = read(file);
  if (seen === undefined) {
    return;
  }
  const owner = ownerIn(seen);
  if (owner === undefined || isRunning(owner) !== false) {
    throw heldBy(file, owner);
  }
  const aside = `${file}.${process.pid}`;
  renameSync(file, aside);
  if (readFileSync(aside, "utf8") !== seen) {
    // Another run took the lock over in between: the renamed file is its lock.
    linkSync(aside, file);
  }
  rmSync(aside);
}

function heldBy(file: string, owner: LockOwner | undefined): PreviewError {
  if (owner === undefined) {
    return new PreviewError(`${file} is not readable as a lock. Remove the file if no run of the fleet is active.`);
  }
  const { host, pid, since } = owner;
  const run = `process ${pid} on ${host} deploys this fleet since ${since}`;
  return new PreviewError(
    isRunning(owner) === undefined
      ? `${run}. If that run has ended, remove ${file}.`
      : `${run}. Wait for its end, or stop it with "kill -INT ${pid}".`,
  );
}

function readOwner(file: string): LockOwner | undefined {
  const text = read(file);
  return text === undefined ? undefined : ownerIn(text);
}

function ownerIn(text: string): LockOwner | undefined {
  try {
    const { host, pid, since, start } = Object(JSON.parse(text));
    return typeof host === "string" && Number.isInteger(pid)
      ? { host, pid, since: String(since), ...(typeof start === "string" && { start }) }
      : undefined;
  } catch {
    // The process that wrote the lock ended in the middle of it.
    return undefined;
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      return undefined;
    }
    throw error;
  }
}
