import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The text that a recipe is expected to render, as somebody read and approved it. */
export function golden(name: string): string {
  return readFileSync(join(__dirname, "golden", `${name}.yml`), "utf8");
}
