import { isOwnFrame } from "../base/own-frames";
import { lineOf } from "./kept-places";
import { afterLoading } from "./sdk-module";

// Loaded ahead of a program: the SDK takes a whole stack trace of each resource. The preview reads one frame of it, so
// that one frame is looked up.

const RESOURCE_OF_SDK = /[\\/]@pulumi[\\/]pulumi[\\/]resource\.js$/;
/** Frames of the SDK: its two functions that take the trace, and the classes of a resource from its own to the base. */
const FRAMES_OF_SDK = 5;

interface CallSite {
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

interface ResourceClass {
  readonly framePositionRegExp: RegExp;
  callsites(): readonly CallSite[];
  stackTrace(skip: number): unknown;
}

afterLoading(RESOURCE_OF_SDK, (exported) => {
  const resource = exported.Resource as ResourceClass;
  // Older SDKs take traces in another way.
  if (typeof resource.stackTrace === "function" && resource.framePositionRegExp instanceof RegExp) {
    resource.callsites = () => callSites(resource.framePositionRegExp);
  }
});

/** The SDK's own function, for as many frames as the preview reads. The SDK reads one of them. */
function callSites(position: RegExp): readonly CallSite[] {
  const limit = Error.stackTraceLimit;
  // This function and the one that it calls stand for a frame of the arrow function that calls it.
  Error.stackTraceLimit = FRAMES_OF_SDK + 3;
  try {
    return framesHere()
      .slice(2)
      .map((frame) => new LateCallSite(frame, position));
  } finally {
    Error.stackTraceLimit = limit;
  }
}

/** Lines of the current stack trace. Source maps are read for the lines that somebody asks for. */
function framesHere(): readonly (() => string)[] {
  const prepare = Error.prepareStackTrace;
  const error = new Error();
  if (prepare === undefined || process.sourceMapsEnabled) {
    const lines = error.stack?.split("\n").slice(1) ?? [];
    return lines.map((line) => () => line);
  }
  let sites: readonly NodeJS.CallSite[] = [];
  Error.prepareStackTrace = (_, taken) => {
    sites = taken;
  };
  try {
    // Reading the trace makes V8 prepare it.
    Reflect.get(error, "stack");
  } finally {
    Error.prepareStackTrace = prepare;
  }
  const lookUp = (site: NodeJS.CallSite) =>
    String(prepare(error, [site]))
      .split("\n")
      .at(-1) ?? "";
  return sites.map((site) => () => lineOf(site, lookUp, String(prepare)));
}

/** A place in the program, looked up when the SDK reads it. */
class LateCallSite implements CallSite {
  private found: CallSite | undefined;

  constructor(
    private readonly frame: () => string,
    private readonly position: RegExp,
  ) {}

  get file(): string | undefined {
    return this.place.file;
  }

  get line(): number | undefined {
    return this.place.line;
  }

  get column(): number | undefined {
    return this.place.column;
  }

  private get place(): CallSite {
    this.found ??= this.look();
    return this.found;
  }

  private look(): CallSite {
    const text = this.frame();
    const { file, line, column } = this.position.exec(text)?.groups ?? {};
    return file === undefined || file.startsWith("node:") || isOwnFrame(text)
      ? {}
      : { file, line: Number(line), column: Number(column) };
  }
}
