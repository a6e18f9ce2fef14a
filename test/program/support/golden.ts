import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Reads the lines of a golden file. `UPDATE_GOLDEN=1` in the environment writes the actual lines to the file first.
 * Review that change line by line: a renamed resource is another resource to its users.
 */
export function goldenLines(name: string, actual: readonly string[]): string[] {
  const file = join(__dirname, "..", "golden", name);
  if (process.env.UPDATE_GOLDEN === "1") {
    writeFileSync(file, actual.map((line) => `${line}\n`).join(""));
  }
  return readFileSync(file, "utf8").split("\n").slice(0, -1);
}
