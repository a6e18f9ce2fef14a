import { stripVTControlCharacters } from "node:util";

/** How much a message matters. `info#err` is what a program wrote to its standard error. */
export type Severity = "info" | "info#err" | "warning" | "error";

/** Something to tell the user, about one resource or the whole preview. */
export interface Diagnostic {
  /** Resource it is about; absent for the preview itself. */
  readonly urn?: string;
  readonly severity: Severity;
  readonly message: string;
}

/** Collects what there is to tell, in the order it happened, each thing once. */
export class Diagnostics {
  readonly entries: Diagnostic[] = [];
  private readonly said = new Set<string>();

  add(severity: Severity, message: string, urn = ""): void {
    // The SDK colours stack traces whether anybody sees colours or not.
    this.entries.push({ severity, message: stripVTControlCharacters(message), ...(urn === "" ? {} : { urn }) });
  }

  /** Adds a message unless it was said before. */
  once(severity: Severity, message: string, urn = ""): void {
    const key = `${severity} ${urn} ${message}`;
    if (!this.said.has(key)) {
      this.said.add(key);
      this.add(severity, message, urn);
    }
  }
}
