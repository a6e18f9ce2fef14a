import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { PreviewError } from "../preview/base/error";
import { refuseLink } from "./places";
import type { ProcessId } from "./processes";

/** Changes of a deployment, by kind: `create`, `update`, `delete`, `same`. */
export type Changes = Readonly<Record<string, number>>;

/** The end of a run. */
export type RunResult = "succeeded" | "failed" | "interrupted" | "waiting";

/** One line of a record. */
export type Entry =
  | {
      readonly event: "run";
      readonly commit: string;
      /** Digest of the plan of the fleet. */
      readonly fleet: string;
      readonly file: string;
      readonly pulumi: string;
    }
  | { readonly event: "resumed"; readonly commit: string; readonly fleet: string; readonly pulumi: string }
  | { readonly event: "approved"; readonly wave: string; readonly by: string }
  | {
      readonly event: "started";
      readonly environment: string;
      readonly wave: string;
      readonly stack: string;
      readonly commit: string;
      readonly process: ProcessId;
    }
  | {
      readonly event: "succeeded";
      readonly environment: string;
      /** Absent if Pulumi could not tell. */
      readonly changes?: Changes;
      readonly seconds: number;
    }
  | { readonly event: "failed"; readonly environment: string; readonly reason: string; readonly seconds: number }
  | { readonly event: "interrupted"; readonly environment: string; readonly reason: string; readonly seconds: number }
  | { readonly event: "ended"; readonly result: RunResult };

/** A line of a record with its time. */
export type RecordedEntry = Entry & { readonly at: string };

/** A record of one run: lines of JSON, each on disk before the run goes on. */
export class RunRecord {
  readonly file: string;
  readonly entries: RecordedEntry[];
  readonly #descriptor: number;

  private constructor(file: string, entries: RecordedEntry[], descriptor: number) {
    this.file = file;
    this.entries = entries;
    this.#descriptor = descriptor;
  }

  /** Starts the record of a new run. */
  static create(folder: string, now = new Date()): RunRecord {
    const runs = prepareFolder(folder, "runs");
    const file = join(runs, `${now.toISOString().replaceAll(":", "-")}.jsonl`);
    const descriptor = openSync(file, "ax");
    syncFolder(runs);
    return new RunRecord(file, [], descriptor);
  }

  /**
   * Opens the record of the last run to go on with it. A line that a crash cut off is removed.
   *
   * @throws {PreviewError} when there is no run, or the record is damaged
   */
  static openLast(folder: string): RunRecord {
    const file = lastRecord(folder);
    if (file === undefined) {
      throw new PreviewError(`--resume: ${folder} has the record of no run. Start one without --resume.`);
    }
    const { entries, bytes } = readRecord(file);
    const descriptor = openSync(file, "r+");
    ftruncateSync(descriptor, bytes);
    closeSync(descriptor);
    return new RunRecord(file, entries, openSync(file, "a"));
  }

  /** The name of the run: the time of its start. */
  get id(): string {
    return basename(this.file, ".jsonl");
  }

  /** Appends a line, and returns when it is on disk. */
  append(entry: Entry): void {
    const recorded = { at: new Date().toISOString(), ...entry };
    writeSync(this.#descriptor, `${JSON.stringify(recorded)}\n`);
    fsyncSync(this.#descriptor);
    this.entries.push(recorded);
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  /** The folder of the output of each deployment. */
  get logs(): string {
    const folder = join(dirname(this.file), this.id);
    refuseLink(folder);
    mkdirSync(folder, { recursive: true });
    return folder;
  }
}

/** Reads a record. Bytes after the last line break belong to a line that a crash cut off. */
export function readRecord(file: string): { readonly entries: RecordedEntry[]; readonly bytes: number } {
  const content = readFileSync(file);
  const bytes = content.lastIndexOf("\n") + 1;
  const lines = content.subarray(0, bytes).toString("utf8").split("\n").slice(0, -1);
  const entries = lines.map((line, index) => {
    try {
      return JSON.parse(line) as RecordedEntry;
    } catch {
      throw new PreviewError(`${file}: line ${index + 1} is no JSON. Nobody but "fleet up" may write a record.`);
    }
  });
  return { entries, bytes };
}

/** The entries of the last run; none if there is no run. */
export function lastEntries(folder: string): readonly RecordedEntry[] {
  const file = lastRecord(folder);
  return file === undefined ? [] : readRecord(file).entries;
}

function lastRecord(folder: string): string | undefined {
  const runs = join(folder, "runs");
  const names = existsSync(runs) ? readdirSync(runs).filter((name) => name.endsWith(".jsonl")) : [];
  const last = names.sort().at(-1);
  if (last === undefined) {
    return undefined;
  }
  const file = join(runs, last);
  refuseLink(file);
  return file;
}

/**
 * Creates a folder among the records. Git ignores them all, because a record is no part of a commit.
 *
 * @throws {PreviewError} when one of them is a symbolic link
 */
export function prepareFolder(records: string, name: "plan" | "runs"): string {
  const folder = join(records, name);
  const ignored = join(records, ".gitignore");
  for (const place of [records, folder, ignored]) {
    refuseLink(place);
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(ignored, "*\n");
  return folder;
}

function syncFolder(folder: string): void {
  if (process.platform === "win32") {
    return;
  }
  const descriptor = openSync(folder, "r");
  fsyncSync(descriptor);
  closeSync(descriptor);
}
