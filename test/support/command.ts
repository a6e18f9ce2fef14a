import { spawn } from "node:child_process";
import { dirname, join } from "node:path";

/** Root of the repository. */
export const root = join(__dirname, "..", "..");

/** Result of an ended command. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Working directory of a command, and its additional environment variables. */
export interface Place {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a command to its end, without the variables that `npm test` sets for its scripts. */
export function run(command: string, args: readonly string[], { cwd, env = {} }: Place): Promise<Ended> {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_V8_COVERAGE|INIT_CWD)/i.test(name));
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args], {
      cwd,
      env: { ...Object.fromEntries(inherited), ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const text = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (chunk) => {
      text.stdout += chunk;
    });
    child.stderr.setEncoding("utf8").on("data", (chunk) => {
      text.stderr += chunk;
    });
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, ...text }));
  });
}

/** Runs a Node script of the repository to its end. */
export function runNode(script: string, ...args: readonly string[]): Promise<Ended> {
  return run(process.execPath, [script, ...args], { cwd: root });
}

/** Runs the npm of this Node installation. */
export function npm(args: readonly string[], place: Place): Promise<Ended> {
  return run(join(dirname(process.execPath), "npm"), args, place);
}

/** Waits for a command that must succeed. */
export async function succeed(ended: Promise<Ended>): Promise<Ended> {
  const { status, stdout, stderr } = await ended;
  if (status !== 0) {
    throw new Error(`ended with status ${status}:\n${stdout}\n${stderr}`);
  }
  return { status, stdout, stderr };
}
