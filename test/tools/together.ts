import { spawn } from "node:child_process";

/**
 * Runs scripts of a package.json at the same time. Prints each script with its output when it has ended. The output of
 * the last script appears while it runs.
 *
 * @returns the status of the first script that failed, or 0
 */
export async function runTogether(
  scripts: readonly string[],
  print: (text: string) => void,
  folder = process.cwd(),
): Promise<number> {
  const statuses = await Promise.all(
    scripts.map(async (script, index) => {
      let output = "";
      const collect = (text: string) => {
        output += text;
      };
      const status = await run(script, folder, index === scripts.length - 1 ? print : collect);
      print(`${output}${script}: ${status === 0 ? "passed" : `failed with status ${status}`}\n`);
      return status;
    }),
  );
  return statuses.find((status) => status !== 0) ?? 0;
}

function run(script: string, cwd: string, onOutput: (text: string) => void): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn("npm", ["run", "--silent", script], { cwd, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", onOutput);
    }
    child.once("error", reject);
    child.once("close", (status) => resolve(status ?? 1));
  });
}

if (require.main === module) {
  void runTogether(process.argv.slice(2), (text) => process.stdout.write(text)).then((status) => {
    process.exitCode = status;
  });
}
