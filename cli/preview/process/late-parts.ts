import { readFileSync } from "node:fs";
import { insteadOfLoading, loadLate } from "./sdk-module";

// Loaded ahead of a program or pack: loads parts of the SDK when they are first used. Before 3.276 the part that finds the
// files of a function loads npm's own package manager. `npm run bench`: 15 % less processor time for the dev stack.

const CODE_PATHS = /[\\/]@pulumi[\\/]pulumi[\\/]runtime[\\/]closure[\\/]codePaths\.js$/;
const EXPORT = /^exports\.(\w+) = \1;$/gm;
/** The TypeScript compiler, the Automation API, and messages of zod in other languages. */
const PARTS =
  /[\\/](@pulumi[\\/]pulumi[\\/](typescript-shim|automation[\\/]index)\.js|zod[\\/]v4[\\/]locales[\\/]index\.cjs)$/;
const COMPILER = /typescript-shim\.js$/;
const TRACING = /[\\/]@pulumi[\\/]pulumi[\\/]cmd[\\/]run[\\/]tracing\.js$/;

// The SDK exports each function of this part again, so that each one needs a stand-in.
insteadOfLoading(CODE_PATHS, (module, file, load) => {
  let loaded = false;
  for (const [, name = ""] of readFileSync(file, "utf8").matchAll(EXPORT)) {
    module.exports[name] = (...args: unknown[]) => {
      if (!loaded) {
        loaded = true;
        load(module, file);
      }
      return module.exports[name](...args);
    };
  }
});

// Importing a module asks for the mark `__esModule`, which all of these but the compiler have.
loadLate(PARTS, (name, file) => (name === "__esModule" ? { value: !COMPILER.test(file) } : undefined));

// A preview asks for no trace, so that nothing is loaded to record one.
if (process.env.TRACEPARENT === undefined && !process.argv.includes("--tracing")) {
  const span = new Proxy({}, { get: () => () => undefined });
  insteadOfLoading(TRACING, (module) => {
    module.exports = { newSpan: () => span };
  });
}
