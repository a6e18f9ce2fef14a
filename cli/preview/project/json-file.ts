import { readFileSync } from "node:fs";
import { PreviewError } from "../base/error";

/**
 * Reads a JSON file.
 *
 * @throws {PreviewError} naming the file, when the file is unreadable or no JSON
 */
export function readJsonFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if (error instanceof SyntaxError || (error instanceof Error && "code" in error)) {
      throw new PreviewError(`${file}: ${error.message}`);
    }
    throw error;
  }
}
