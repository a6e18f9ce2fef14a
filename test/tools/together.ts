import { spawn } from "node:child_process";

/** Status of an ended script, with everything that it printed. */
interface Ended {
  readonly status: number;
  readonly output: string;
}

/**
 * Runs scripts of a package.json at the same time. Prints each script with its output when it has ended.
 *
 * @returns the status of the first script that failed, or 0
 */
export async function runTogether(
  scripts: readonly string[],
  print: (text: string) => void,
  folder = process.cwd(),
): Promise<number> {
  const statuses = await Promise.all(
    scripts.map(async (script) => {
      const { status, output } = await run(script, folder);
      print(`${script}: ${status === 0 ? "passed" : `failed with status ${status}`}\n${output}`);
      return status;
    }),
  );
  return statuses.find((status) => status !== 0) ?? 0;
}

function run(script: string, cwd: string): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn("npm", ["run", "--silent", script], { cwd, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (chunk) => {
        output += chunk;
      });
    }
    child.once("error", reject);
    child.once("close", (status) => resolve({ status: status ?? 1, output }));
  });
}

if (require.main === module) {
  void runTogether(process.argv.slice(2), (text) => process.stdout.write(text)).then((status) => {
    process.exitCode = status;
  });
}
