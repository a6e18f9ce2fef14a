import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

/** Time and memory of one run of a command. */
export interface Run {
  readonly seconds: number;
  /** Processor time of all processes of the command, which other work on the machine hardly changes. */
  readonly processorSeconds: number;
  /** Peak memory of the largest process of the command, in megabytes. Unknown without /proc. */
  readonly megabytes: number | undefined;
  readonly stdout: string;
}

export interface Command {
  readonly cwd: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

// Reading a peak costs time. The peak covers all time before, so that few readings are enough.
const pollMilliseconds = 50;

/** Runs a Node.js command to its end and measures it from outside. */
export function measure({ cwd, args, env }: Command): Promise<Run> {
  return new Promise((resolve, reject) => {
    const start = process.hrtime.bigint();
    const before = processorSecondsOfChildren();
    const child = spawn(process.execPath, args, { cwd, env: { ...process.env, ...env } });
    const output: Buffer[] = [];
    let kilobytes = 0;
    child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
    child.stderr.resume();
    const poll = setInterval(() => {
      kilobytes = Math.max(kilobytes, ...processTree(child.pid ?? 0).map(peakKilobytes));
    }, pollMilliseconds);
    child.on("error", reject);
    child.on("close", (code) => {
      clearInterval(poll);
      const seconds = Number(process.hrtime.bigint() - start) / 1e9;
      if (code === 0) {
        const megabytes = kilobytes === 0 ? undefined : kilobytes / 1024;
        const processorSeconds = processorSecondsOfChildren() - before;
        resolve({ seconds, processorSeconds, megabytes, stdout: Buffer.concat(output).toString() });
      } else {
        reject(new Error(`${args.join(" ")} in ${cwd} ended with ${code}`));
      }
    });
  });
}

// Linux counts in hundredths of a second.
const TICKS_PER_SECOND = 100;

/** Processor time of all ended children of this process and of their children. Unknown without /proc. */
function processorSecondsOfChildren(): number {
  // The fields after the name: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
  const fields = readProc(process.pid, "stat").split(") ").at(-1)?.split(" ") ?? [];
  return (Number(fields[13]) + Number(fields[14])) / TICKS_PER_SECOND;
}

/** Peak memory of a process so far, in megabytes. Unknown without /proc. */
export function peakMegabytes(pid: number): number | undefined {
  const kilobytes = peakKilobytes(pid);
  return kilobytes === 0 ? undefined : kilobytes / 1024;
}

function processTree(root: number): number[] {
  const children = readProc(root, `task/${root}/children`).split(" ").filter(Boolean).map(Number);
  return [root, ...children.flatMap(processTree)];
}

function peakKilobytes(pid: number): number {
  return Number(/^VmHWM:\s+(\d+)/m.exec(readProc(pid, "status"))?.[1] ?? 0);
}

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    // The process ended after it was listed.
    return "";
  }
}
