import { spawn } from "node:child_process";
import { dirname, join } from "node:path";

/** The root of the repository. */
export const root = join(__dirname, "..", "..", "..");

/** What an ended command left. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where a command runs, and what its environment has beside that of the test. */
export interface Place {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a command to its end. What `npm test` tells its scripts by the environment is kept from it. */
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

/** Runs the npm that belongs to this Node. */
export function npm(args: readonly string[], place: Place): Promise<Ended> {
  return run(join(dirname(process.execPath), "npm"), args, place);
}

/** Runs a command that must succeed. */
export async function succeed(ended: Promise<Ended>): Promise<Ended> {
  const { status, stdout, stderr } = await ended;
  if (status !== 0) {
    throw new Error(`ended with status ${status}:\n${stdout}\n${stderr}`);
  }
  return { status, stdout, stderr };
}
