import { note } from "./notes";
import { afterLoading } from "./sdk-module";

// Loaded ahead of a program. Notes each callback of an unknown output that did not run and that makes resources, as far
// as its own code shows.

const OUTPUT_OF_SDK = /[\\/]@pulumi[\\/]pulumi[\\/]output\.js$/;
const MADE = /\bnew\s+([\w$.]+)/g;
const NO_RESOURCES =
  /^(?:Error|\w+Error|Map|Set|Date|URL|URLSearchParams|RegExp|Promise|Array|Object|Buffer|Uint8Array|TextEncoder|TextDecoder|Proxy|WeakMap|Intl\..*|\w*OutputImpl)$/;

interface Output {
  readonly isKnown: Promise<boolean>;
}

type Apply = (this: Output, callback: (value: unknown) => unknown, runWithUnknowns?: boolean) => unknown;

afterLoading(OUTPUT_OF_SDK, (exported) => {
  const { prototype } = exported.Output as { prototype: { apply: Apply } };
  const apply = prototype.apply;
  prototype.apply = function (callback, runWithUnknowns) {
    if (runWithUnknowns !== true && makesResources(callback)) {
      const where = callerOf(prototype.apply);
      this.isKnown.then((known) => (known ? undefined : note({ kind: "skipped-callback", where })), ignoreFailure);
    }
    return apply.call(this, callback, runWithUnknowns);
  };
});

const ignoreFailure = () => undefined;

function makesResources(callback: unknown): boolean {
  const code = typeof callback === "function" ? Function.prototype.toString.call(callback) : "";
  return [...code.matchAll(MADE)].some(([, name = ""]) => !NO_RESOURCES.test(name));
}

/** File and line that called a function. */
function callerOf(callee: (...args: never[]) => unknown): string {
  const holder: { stack?: string } = {};
  Error.captureStackTrace(holder, callee);
  const frame = /\(?((?:file:\/\/)?[^\s()]+:\d+):\d+\)?$/m.exec(holder.stack ?? "")?.[1] ?? "";
  return frame.replace(/^file:\/\//, "");
}
