import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, extname } from "node:path";
import { PreviewError } from "../preview/base/error";
import type { PreviewResult } from "../preview/result";
import type { Comparison } from "../report/differences";

/** Forms of a report by the extension of its file. */
export type ReportForms = Readonly<Record<string, (result: PreviewResult, comparison?: Comparison) => string>>;

/**
 * Checks the files of reports.
 *
 * @throws {PreviewError} for a file whose extension names no form
 */
export function readReports(files: readonly string[], forms: Readonly<Record<string, unknown>>): readonly string[] {
  for (const file of files.filter((name) => forms[extname(name)] === undefined)) {
    throw new PreviewError(`--report ${file}: the extension must be one of ${Object.keys(forms).join(", ")}`);
  }
  return files;
}

/**
 * Writes a report, and the folders that it needs.
 *
 * @throws {PreviewError} when the file cannot be written
 */
export function writeReport(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  } catch (error) {
    if (error instanceof Error && "code" in error) {
      throw new PreviewError(`--report ${file}: ${error.message}`);
    }
    throw error;
  }
}
