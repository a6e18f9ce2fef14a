import { spawnSync } from "node:child_process";

/** Result of an ended command. */
export interface Ended {
  readonly succeeded: boolean;
  readonly output: string;
}

/** Runs a command quietly. */
export function run(cwd: string, command: string, ...args: readonly string[]): Ended {
  const { status, stdout, stderr, error } = spawnSync(command, [...args], { cwd, encoding: "utf8" });
  if (error) {
    throw error;
  }
  return { succeeded: status === 0, output: `${stdout}${stderr}`.trim() };
}

/** Runs a command that must succeed, and shows its output. */
export function show(cwd: string, command: string, ...args: readonly string[]): void {
  const { status, error } = spawnSync(command, [...args], { cwd, stdio: "inherit" });
  if (error) {
    throw error;
  }
  if (status !== 0) {
    throw new ReleaseError([`"${[command, ...args].join(" ")}" failed with status ${status}`]);
  }
}

/** Reason that stops a release. */
export class ReleaseError extends Error {
  constructor(problems: readonly string[]) {
    super(["Nothing is released:", ...problems.map((problem) => `  ${problem}`)].join("\n"));
  }
}
