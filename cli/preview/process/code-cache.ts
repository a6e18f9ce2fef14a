import { hash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import Module from "node:module";
import { dirname } from "node:path";
import { setFlagsFromString } from "node:v8";
import { Script } from "node:vm";

// Loaded first by the command, its programs and its packs: keeps the code that V8 compiled from their modules for the
// next run. Each entry belongs to one exact source text, and V8 rejects the code of another version or other flags. V8 runs
// damaged code without a check, so that each entry has a hash of its code too. The cache never changes a module's behavior.

/** Place of one module's code in the cache file, and the hashes of its source and of its code. */
type Entry = readonly [source: string, start: number, end: number, code: string];

/** Members of Node's loader that its types lack. */
interface Loader {
  readonly prototype: { _compile: (this: NodeJS.Module, ...args: CompileArguments) => unknown };
  readonly _extensions: NodeJS.RequireExtensions;
  readonly _cache: NodeJS.Dict<NodeJS.Module>;
  _resolveFilename(request: string, parent: NodeJS.Module, isMain: boolean, options?: object): string;
  _resolveLookupPaths(request: string, parent: NodeJS.Module): string[] | null;
}

type CompileArguments = [content: string, filename: string, format?: string];

/** Environment variable with the path of the cache file. */
export const CODE_CACHE_FILE = "AWS_PIPELINES_CODE_CACHE";

// Cached code loses the link from import() to its module, also inside the text of an eval(). V8 refuses a first line
// that starts with #!. The TypeScript compiler, the largest module, contains import() in texts only.
const LEFT_TO_NODE = /^#!|\bimport\s*\(/;
const COMPILER = /[\\/]typescript[\\/]lib[\\/]typescript\.js$/;

const HEAD = "(function (exports, require, module, __filename, __dirname) { ";

let isStarted = false;

const told = process.env[CODE_CACHE_FILE];

/** Folder of the caches of this process; undefined without a cache. */
export const CACHE_FOLDER = told === undefined ? undefined : dirname(told);

if (told !== undefined) {
  const keep = startCodeCache(told);
  // The preview ends packs by this signal. A module that handles it decides about the end of the process.
  process.once("SIGTERM", () => {
    keep?.();
    if (process.listenerCount("SIGTERM") === 0) {
      process.kill(process.pid, "SIGTERM");
    }
  });
  // The variable is for this process, not for its children.
  delete process.env[CODE_CACHE_FILE];
}

/** Keeps the code of a process in the file of the first call. Returns a function that writes the file at once. */
export function startCodeCache(file: string): (() => void) | undefined {
  if (isStarted) {
    return undefined;
  }
  isStarted = true;
  // The SDK sets this flag while it loads, and V8 accepts cached code only under the flags that compiled it.
  setFlagsFromString("--allow-natives-syntax");
  return keepCode(file);
}

/**
 * Loads the compiled code of later modules from a file, and writes the file when the process ends.
 *
 * @returns a function that writes the file at once
 */
export function keepCode(file: string): () => void {
  const loader = Module as unknown as Loader;
  const { index, data } = readKept(file);
  const fresh = new Map<string, { source: string; script: Script }>();
  const compile = loader.prototype._compile;
  loader.prototype._compile = function (...args) {
    const [content, filename, format] = args;
    if (
      !isOfCommonJs(format) ||
      process.sourceMapsEnabled ||
      (!COMPILER.test(filename) && LEFT_TO_NODE.test(content))
    ) {
      return compile.apply(this, args);
    }
    const source = hash("sha1", content, "base64");
    const cachedData = keptCode(index[filename], data, source);
    let script: Script;
    try {
      script = new Script(`${HEAD}${content}\n})`, {
        filename,
        columnOffset: -HEAD.length,
        ...(cachedData === undefined ? {} : { cachedData }),
      });
    } catch {
      // Not a script: Node loads it in another form or reports the error.
      return compile.apply(this, args);
    }
    if (script.cachedDataRejected !== false) {
      fresh.set(filename, { source, script });
    }
    const run = script.runInThisContext();
    return run.call(this.exports, this.exports, requireOf(loader, this), this, filename, dirname(filename));
  };
  const keep = () => {
    if (fresh.size > 0) {
      writeKept(file, index, data, fresh);
      fresh.clear();
    }
  };
  process.once("exit", keep);
  return keep;
}

/** Node removes types from a module after this step. */
function isOfCommonJs(format: string | undefined): boolean {
  return format === undefined || format === "commonjs";
}

/** The code of an entry. Undefined for another source, and for code that is cut or damaged. */
function keptCode(entry: Entry | undefined, data: Buffer, source: string): Buffer | undefined {
  const [known, start, end, of] = entry ?? [];
  const code = known === source ? data.subarray(start, end) : undefined;
  return code !== undefined && hashOf(code) === of ? code : undefined;
}

function hashOf(code: Buffer): string {
  return hash("sha1", code, "base64");
}

function requireOf(loader: Loader, module: NodeJS.Module): NodeJS.Require {
  const resolve = (request: string, options?: object) => loader._resolveFilename(request, module, false, options);
  return Object.assign((id: string) => module.require(id), {
    resolve: Object.assign(resolve, { paths: (request: string) => loader._resolveLookupPaths(request, module) }),
    main: process.mainModule,
    extensions: loader._extensions,
    cache: loader._cache,
  });
}

function readKept(file: string): { index: Record<string, Entry>; data: Buffer } {
  try {
    const content = readFileSync(file);
    const start = 4 + content.readUInt32LE(0);
    return { index: Object(JSON.parse(content.toString("utf8", 4, start))), data: content.subarray(start) };
  } catch {
    // The modules rebuild a cache file that is missing, cut short or unreadable.
    return { index: {}, data: Buffer.alloc(0) };
  }
}

function writeKept(
  file: string,
  index: Readonly<Record<string, Entry>>,
  data: Buffer,
  fresh: ReadonlyMap<string, { source: string; script: Script }>,
): void {
  const kept = Object.entries(index).filter(([name]) => !fresh.has(name) && existsSync(name));
  const codes = [
    ...kept.map(([name, [source, start, end, of]]) => ({ name, source, code: data.subarray(start, end), of })),
    ...[...fresh].map(([name, { source, script }]) => {
      const code = script.createCachedData();
      return { name, source, code, of: hashOf(code) };
    }),
  ];
  let end = 0;
  const entries = codes.map(({ name, source, code, of }): [string, Entry] => {
    const start = end;
    end += code.length;
    return [name, [source, start, end, of]];
  });
  const head = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length);
  keepFile(file, Buffer.concat([length, head, ...codes.map(({ code }) => code)]));
}

/** Writes a cache file as a whole, so that a process beside this one reads the old content or the new one. */
export function keepFile(file: string, content: string | Buffer): void {
  const draft = `${file}.${process.pid}`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(draft, content, { mode: 0o600 });
    renameSync(draft, file);
  } catch (error) {
    // Without the cache file, as on a full or read-only disk, the next run only takes longer.
    if (existsSync(draft)) {
      rmSync(draft);
    }
    if (!(error instanceof Error && "code" in error)) {
      throw error;
    }
  }
}
