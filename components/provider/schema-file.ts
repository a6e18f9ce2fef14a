import { existsSync, readFileSync } from "node:fs";
import { brotliDecompressSync } from "node:zlib";

/** Reads the text of a package schema. `npm run package` compresses the file, a third better than npm does. */
export function readSchemaFile(file: string): string {
  const text = existsSync(file) ? readFileSync(file) : brotliDecompressSync(readFileSync(`${file}.br`));
  return text.toString("utf8");
}
