import { stripVTControlCharacters } from "node:util";
import { withoutOwnFrames } from "./own-frames";
import { readablePlaceholders } from "./placeholder";
import type { SecretFilter } from "./secret-filter";

/** Severity of a message. A program writes `info#err` messages to its standard error. */
export type Severity = "info" | "info#err" | "warning" | "error";

/** A message for the user, about one resource or the whole preview. */
export interface Diagnostic {
  /** Resource that the message is about; absent for the preview itself. */
  readonly urn?: string;
  readonly severity: Severity;
  readonly message: string;
}

/** Collects messages in their order, without terminal escapes and with secrets masked. */
export class Diagnostics {
  readonly entries: Diagnostic[] = [];
  private readonly said = new Set<string>();

  constructor(private readonly maskSecrets: SecretFilter = (text) => text) {}

  add(severity: Severity, message: string, urn = ""): void {
    const shown = this.maskSecrets(readablePlaceholders(withoutOwnFrames(stripVTControlCharacters(message))));
    this.entries.push({ severity, message: shown, ...(urn === "" ? {} : { urn }) });
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
