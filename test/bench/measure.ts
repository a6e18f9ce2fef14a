import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

/** What one run of a command took. */
export interface Run {
  readonly seconds: number;
  /** The peak memory of the command's largest process, in megabytes; unknown where there is no /proc. */
  readonly megabytes: number | undefined;
  readonly stdout: string;
}

export interface Command {
  readonly cwd: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

// A peak that is asked for is that of all the time before; who asks often takes time from what is measured.
const pollMilliseconds = 50;

/** Runs a command of Node.js to its end and measures it from outside. */
export function measure({ cwd, args, env }: Command): Promise<Run> {
  return new Promise((resolve, reject) => {
    const start = process.hrtime.bigint();
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
        resolve({ seconds, megabytes, stdout: Buffer.concat(output).toString() });
      } else {
        reject(new Error(`${args.join(" ")} in ${cwd} ended with ${code}`));
      }
    });
  });
}

/** The peak memory of a process so far, in megabytes; unknown where there is no /proc. */
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
    // The process has ended since it was listed, and with it what there was to read.
    return "";
  }
}
