import { readFileSync } from "node:fs";
import { fileText } from "../../components/schema/file-text";
import { PreviewError } from "../preview/base/error";

/**
 * Reads a text file in UTF-8 or UTF-16.
 *
 * @throws {PreviewError} naming the file, when it is unreadable
 */
export function readTextFile(file: string): string {
  try {
    return fileText(readFileSync(file));
  } catch (error) {
    if (error instanceof Error && "code" in error) {
      throw new PreviewError(`${file}: cannot be read (${String(error.code)})`);
    }
    throw error;
  }
}
