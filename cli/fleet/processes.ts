import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";

/** A process, told from a later one of the same number by its start. */
export interface ProcessId {
  readonly host: string;
  readonly pid: number;
  /** The start of the process, in the form of the operating system; absent where it does not tell. */
  readonly start?: string;
}

/** The identity of a process of this machine. */
export function identify(pid: number): ProcessId {
  const start = startOf(pid);
  return { host: hostname(), pid, ...(start !== undefined && { start }) };
}

/** Whether a process runs; undefined for a process of another machine. */
export function isRunning({ host, pid, start }: ProcessId): boolean | undefined {
  if (host !== hostname()) {
    return undefined;
  }
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM means that the process runs under another user.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
  if (isZombie(pid)) {
    return false;
  }
  return start === undefined || startOf(pid) === start;
}

/** Fields of a process after its name, as Linux has them; undefined elsewhere. */
function statOf(pid: number): readonly string[] | undefined {
  try {
    // The name of the command may hold spaces and parentheses.
    return readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
  } catch {
    return undefined;
  }
}

/** An ended process keeps its number until its parent asks for its status. In a container, nobody may ask. */
function isZombie(pid: number): boolean {
  return statOf(pid)?.[0] === "Z";
}

function startOf(pid: number): string | undefined {
  return statOf(pid)?.[19] ?? startByPs(pid);
}

function startByPs(pid: number): string | undefined {
  try {
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8", stdio: "pipe" }).trim();
  } catch {
    // A machine without ps has process numbers alone.
    return undefined;
  }
}
