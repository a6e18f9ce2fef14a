import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The lines of a golden file. With `UPDATE_GOLDEN=1` in the environment the file is made of the actual lines first:
 * a change to review line by line, since a resource under another name is another resource to its users.
 */
export function goldenLines(name: string, actual: readonly string[]): string[] {
  const file = join(__dirname, "..", "golden", name);
  if (process.env.UPDATE_GOLDEN === "1") {
    writeFileSync(file, actual.map((line) => `${line}\n`).join(""));
  }
  return readFileSync(file, "utf8").split("\n").slice(0, -1);
}
