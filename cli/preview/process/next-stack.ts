import { readFileSync, readSync, writeSync } from "node:fs";
import * as nodeModule from "node:module";
import { dirname, sep } from "node:path";
import { isModuleNamespaceObject } from "node:util/types";
import { keepCompiled } from "./code-cache";
import { keepState } from "./initial-state";
import { isDebugged } from "./inspector-session";
import { forgetNotes, NOTES_DESCRIPTOR, STACKS_DESCRIPTOR } from "./notes";
import { afterLoading } from "./sdk-module";

// Loaded last ahead of a program: where the process would end, it runs the next stack of the program instead. Every
// module is loaded anew, the SDK too, and the global state is as at the start. V8 keeps its compiled code.
// A process that cannot be like a new one ends, and the next stack gets a new process.

/** First line on {@link STACKS_DESCRIPTOR}: the line with which the process ends the output of a stack. */
export interface Greeting {
  readonly mark: string;
}

/** Every other line on {@link STACKS_DESCRIPTOR}. */
export interface NextStack {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

type Loader = typeof nodeModule.Module & {
  readonly _cache: NodeJS.Dict<NodeJS.Module>;
  _load(file: string, parent: null, isMain: boolean): unknown;
};

const RUN_OF_SDK = /[\\/]@pulumi[\\/]pulumi[\\/]cmd[\\/]run[\\/]run\.js$/;

/** Packages that are known to leave nothing behind but what {@link keepState} restores. */
const KNOWN_PACKAGES =
  /.*[\\/]node_modules[\\/](?:@pulumi[\\/](?:pulumi|aws)|@platform[\\/]aws-pipelines|@grpc|@opentelemetry|google-protobuf|source-map|source-map-support|@cspotcode|@jridgewell|semver|typescript|ts-node|v8-compile-cache-lib|zod|yaml)[\\/](?!.*[\\/]node_modules[\\/])/;

/** Modules of Node with state that no property shows. */
const MODULES_WITH_STATE =
  "async_hooks|child_process|cluster|dgram|diagnostics_channel|dns|domain|http|http2|https|inspector|module|net|perf_hooks|process|readline|repl|sqlite|test|timers|tls|trace_events|tty|v8|vm|wasi|worker_threads";

/** Words of code that changes something that no property shows, or that loads code which cannot be loaded anew. */
const WORDS = [
  ...[
    "unref",
    "enterWith",
    "AbortSignal",
    "waitAsync",
    "MessageChannel",
    "BroadcastChannel",
    "WebSocket",
    "EventSource",
  ],
  ...["FinalizationRegistry", "WeakRef", "WebAssembly", "localStorage", "sessionStorage"],
  ...[
    "eval",
    "createRequire",
    "getBuiltinModule",
    "binding",
    "_linkedBinding",
    "dlopen",
    "_load",
    "_extensions",
    "_cache",
  ],
  ...["umask", "chroot", "setuid", "setgid", "seteuid", "setegid", "setgroups", "initgroups", "setPriority"],
  ...["stdin", "stdout", "stderr", "emitWarning", "loadEnvFile", "setSourceMapsEnabled", "captureRejections"],
  ...["setUncaughtExceptionCaptureCallback", "setDefaultHighWaterMark", "setEngine", "setFips"],
  ...["defaultOptions", "defaultMaxListeners", "globalAgent"],
];

const LEAVES_TRACES = new RegExp(
  [
    `(?:require\\(|from|import)\\s*["'\`](?:node:)?(?:${MODULES_WITH_STATE})(?:/\\w+)?["'\`]`,
    "\\b(?:import|Function|fetch)\\s*\\(",
    "\\b(?:require\\.(?:cache|extensions)|process\\.(?:binding|report)|crypto\\.fips|performance\\s*\\.)",
    `\\b(?:${WORDS.join("|")})\\b`,
  ].join("|"),
);
const LOADED_OTHERWISE = /\.(?:node|mjs|mts)$/;

/** Callbacks and promises in a row that the listeners of `beforeExit` may start without anything that Node waits for. */
const ROUNDS = 100;
/** Memory of a process that runs no further stack. */
const MOST_BYTES = 512 * 1024 * 1024;
const LINE_FEED = 10;

const entryPoint = process.argv[1] ?? "";
const ownCode = `${dirname(dirname(dirname(__dirname)))}${sep}`;
const loader = nodeModule.Module as Loader;
const restoreState = keepState();
const loadedAhead = new Set(Object.keys(loader._cache));
const ownEndings: readonly unknown[] = process.rawListeners("exit");
const harmlessFiles = new Map<string, boolean>();
/** Listeners to the end of the process before the program adds any; undefined until it starts. */
let endings: readonly unknown[] | undefined;
let hasFailed = false;
let mark: string | undefined;
let unread = Buffer.alloc(0);

afterLoading(RUN_OF_SDK, (exported) => {
  const run = exported.run as (argv: unknown, onStart: () => void, ...rest: unknown[]) => unknown;
  exported.run = (argv: unknown, onStart: () => void, ...rest: unknown[]) =>
    run(
      argv,
      () => {
        endings = process.rawListeners("exit");
        process.on("unhandledRejection", fail);
        onStart();
      },
      ...rest,
    );
});
keepCompiled();
listen();

function listen(): void {
  endings = undefined;
  process.on("uncaughtExceptionMonitor", fail);
  process.on("warning", fail);
  process.on("beforeExit", () => decide(ROUNDS));
}

function fail(): void {
  hasFailed = true;
}

/** Decides after everything that comes before Node's own decision whether the process ends. */
function decide(rounds: number): void {
  if (rounds > 0) {
    // Node runs all callbacks before the first promise, and then the other way round.
    queueMicrotask(() => process.nextTick(decide, rounds - 1));
    return;
  }
  // Standard output and standard error keep no process running.
  const isIdle = process.getActiveResourcesInfo().every((name) => name === "PipeWrap" || name === "TTYWrap");
  if (isIdle && !hasFailed && !process.exitCode && hasOnlyEndingsOfSdk() && !isDebugged() && hasLoadedHarmless()) {
    for (const ending of endings ?? []) {
      if (!ownEndings.includes(ending)) {
        Reflect.apply(ending as () => void, process, [0]);
        process.removeListener("exit", ending as () => void);
      }
    }
    // Connections close meanwhile.
    setImmediate(setImmediate, runNext);
  }
}

function hasOnlyEndingsOfSdk(): boolean {
  const listeners = process.rawListeners("exit");
  return listeners.length === endings?.length && listeners.every((one, index) => one === endings?.[index]);
}

function hasLoadedHarmless(): boolean {
  return Object.values(loader._cache).every((module) => module === undefined || isHarmless(module));
}

function isHarmless({ filename, exports }: NodeJS.Module): boolean {
  if (loadedAhead.has(filename) || filename.startsWith(ownCode)) {
    return true;
  }
  if (filename.endsWith(".json")) {
    return true;
  }
  if (LOADED_OTHERWISE.test(filename) || isModuleNamespaceObject(exports)) {
    return false;
  }
  const known = harmlessFiles.get(filename);
  if (known !== undefined) {
    return known;
  }
  const isOne = KNOWN_PACKAGES.test(filename) || !LEAVES_TRACES.test(readFileSync(filename, "utf8"));
  harmlessFiles.set(filename, isOne);
  return isOne;
}

/** Ends the stack and runs the next one, unless the process cannot be like a new one. */
function runNext(): void {
  if (process.exitCode || process.memoryUsage.rss() > MOST_BYTES || !restoreState()) {
    return;
  }
  forgetNotes();
  mark ??= (JSON.parse(readLine() ?? "{}") as Partial<Greeting>).mark;
  for (const descriptor of [1, 2, NOTES_DESCRIPTOR]) {
    writeLine(descriptor, mark ?? "");
  }
  const next = readLine();
  if (next !== undefined) {
    const { args, env }: NextStack = JSON.parse(next);
    Object.assign(process.env, env);
    process.argv.splice(2, Number.POSITIVE_INFINITY, ...args);
    listen();
    loader._load(entryPoint, null, true);
  }
}

/** Reads a line and waits for it without Node's event loop, which ends the process when it is empty. */
function readLine(): string | undefined {
  for (;;) {
    const end = unread.indexOf(LINE_FEED);
    if (end >= 0) {
      const line = unread.toString("utf8", 0, end);
      unread = unread.subarray(end + 1);
      return line;
    }
    const chunk = Buffer.alloc(65536);
    const length = readSync(STACKS_DESCRIPTOR, chunk);
    if (length === 0) {
      return undefined;
    }
    unread = Buffer.concat([unread, chunk.subarray(0, length)]);
  }
}

function writeLine(descriptor: number, line: string): void {
  for (;;) {
    try {
      writeSync(descriptor, `${line}\n`);
      return;
    } catch (error) {
      // The reader is slow, and the descriptor does not wait.
      if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) {
        throw error;
      }
    }
  }
}
