import { readFileSync } from "node:fs";
import { insteadOfLoading } from "./sdk-module";

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

insteadOfLoading(PARTS, (module, file, load) => {
  let part: object | undefined;
  const loaded = () => {
    if (part === undefined) {
      module.exports = {};
      load(module, file);
      part = Object(module.exports);
    }
    return part ?? {};
  };
  module.exports = new Proxy(
    {},
    {
      // Importing a module asks for this mark, which all of these but the compiler have.
      get: (_, name) => (name === "__esModule" ? !COMPILER.test(file) : Reflect.get(loaded(), name)),
      has: (_, name) => name in loaded(),
      ownKeys: () => Reflect.ownKeys(loaded()),
      getOwnPropertyDescriptor: (_, name) => {
        const property = Reflect.getOwnPropertyDescriptor(loaded(), name);
        // A proxy has no fixed property that its empty target lacks.
        return property === undefined ? undefined : { ...property, configurable: true };
      },
    },
  );
});

// A preview asks for no trace, so that nothing is loaded to record one.
if (process.env.TRACEPARENT === undefined && !process.argv.includes("--tracing")) {
  const span = new Proxy({}, { get: () => () => undefined });
  insteadOfLoading(TRACING, (module) => {
    module.exports = { newSpan: () => span };
  });
}
