import { hash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { CACHE_FOLDER, keepFile } from "./code-cache";

// A source map is decoded as a whole for the first place in it. `npm run bench`: 8 % less processor time for each stack
// of `preview --all`, whose components have source maps.

/** Lines of stack traces with places of sources, by the line that V8 writes. */
interface KeptFile {
  /** Time and size of the file and of its source map. */
  readonly stamp: string;
  readonly lines: Record<string, string>;
}

/** Kept lines of all files that a program's traces name. */
type Kept = Record<string, KeptFile>;

interface Places {
  readonly file: string;
  readonly kept: Kept;
  isChanged: boolean;
}

let places: Places | undefined;
const stamps = new Map<string, string | undefined>();

/**
 * A line of a stack trace with the place in the source. It is kept for the next run of the program where the source map
 * is a file of its own.
 *
 * @param prepare - looks a place up in source maps
 * @param name - identity of that function: another one may find other places
 */
export function lineOf(site: NodeJS.CallSite, prepare: (site: NodeJS.CallSite) => string, name: string): string {
  const file = site.getFileName();
  const stamp = CACHE_FOLDER === undefined || file === null || !isAbsolute(file) ? undefined : stampOf(file);
  if (CACHE_FOLDER === undefined || file === null || stamp === undefined) {
    return prepare(site);
  }
  places ??= readPlaces(CACHE_FOLDER, name);
  let known = places.kept[file];
  if (known?.stamp !== stamp) {
    known = { stamp, lines: {} };
    places.kept[file] = known;
  }
  const raw = String(site);
  const line = known.lines[raw];
  if (line !== undefined) {
    return line;
  }
  const looked = prepare(site);
  known.lines[raw] = looked;
  places.isChanged = true;
  return looked;
}

/** Reads the kept lines of a program. The process writes them at its end. */
function readPlaces(folder: string, name: string): Places {
  const key = JSON.stringify([process.version, process.argv[1], process.cwd(), name]);
  const file = join(folder, `${hash("sha256", key, "hex").slice(0, 16)}.places.json`);
  const read: Places = { file, kept: readKept(file), isChanged: false };
  process.once("exit", () => {
    if (read.isChanged) {
      keepFile(read.file, JSON.stringify(read.kept));
    }
  });
  return read;
}

function readKept(file: string): Kept {
  try {
    return Object(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    // The lines of a missing or cut file are looked up again.
    return {};
  }
}

/** Time and size of a file and of its source map. Undefined without a source map beside the file. */
function stampOf(file: string): string | undefined {
  if (!stamps.has(file)) {
    const of = [file, `${file}.map`].map((path) => statSync(path, { throwIfNoEntry: false }));
    stamps.set(
      file,
      of.includes(undefined) ? undefined : of.map((stats) => `${stats?.mtimeMs} ${stats?.size}`).join(" "),
    );
  }
  return stamps.get(file);
}
