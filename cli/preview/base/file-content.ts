import { readFileSync } from "node:fs";
import { PreviewError } from "./error";

/**
 * Reads the bytes of a file that a user names.
 *
 * @throws {PreviewError} naming the file, when it is unreadable
 */
export function readContent(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    if (error instanceof Error && "code" in error) {
      throw new PreviewError(`${file}: cannot be read (${String(error.code)})`);
    }
    throw error;
  }
}
