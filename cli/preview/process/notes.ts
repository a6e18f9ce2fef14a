import { writeSync } from "node:fs";

/** Something that a module loaded ahead of the program observed in it. */
export type Note =
  /** A callback that did not run because its value is unknown, and that makes resources. */
  | { readonly kind: "skipped-callback"; readonly where: string }
  /** An awaited list of unknown length that the program went through. */
  | { readonly kind: "unknown-list"; readonly what: string }
  /** A type or function of a YAML program whose package is unknown here. */
  | { readonly kind: "unknown-type"; readonly what: string; readonly package: string };

/** File descriptor on which a program's process sends its notes. */
export const NOTES_DESCRIPTOR = 3;

/** File descriptor of the pipe on which a program calls the engine. */
export const CALLS_DESCRIPTOR = 4;

const KINDS = ["skipped-callback", "unknown-list", "unknown-type"];

/** The note of a line. Undefined for a line that the program itself wrote to the descriptor. */
export function noteIn(line: string): Note | undefined {
  try {
    const read: unknown = JSON.parse(line);
    const kind = typeof read === "object" && read !== null && "kind" in read ? String(read.kind) : "";
    return KINDS.includes(kind) ? (read as Note) : undefined;
  } catch {
    // Other text than JSON is no note.
    return undefined;
  }
}

const said = new Set<string>();

/** Sends a note to the preview, once. */
export function note(observed: Note): void {
  const line = JSON.stringify(observed);
  if (!said.has(line)) {
    said.add(line);
    writeSync(NOTES_DESCRIPTOR, `${line}\n`);
  }
}
