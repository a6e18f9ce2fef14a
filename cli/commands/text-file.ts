import { fileText } from "../../components/schema/file-text";
import { readContent } from "../preview/base/file-content";

/**
 * Reads a text file in UTF-8 or UTF-16.
 *
 * @throws {PreviewError} naming the file, when it is unreadable
 */
export function readTextFile(file: string): string {
  return fileText(readContent(file));
}
