import { existsSync, readFileSync } from "node:fs";
import { brotliDecompressSync } from "node:zlib";

/** Reads a JSON table. `npm run package` compresses tables, because they are half of the published pack. */
export function readTable<T>(file: string): T {
  const text = existsSync(file) ? readFileSync(file) : brotliDecompressSync(readFileSync(`${file}.br`));
  return JSON.parse(text.toString("utf8"));
}
