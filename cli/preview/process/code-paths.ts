import { readFileSync } from "node:fs";
import { insteadOfLoading } from "./sdk-module";

// Loaded ahead of a program or pack: delays the part of the SDK that finds the files of a function to upload until a
// program uploads one. Before 3.276 that part loads npm's own package manager, which takes as long to load as the SDK.

const CODE_PATHS = /[\\/]@pulumi[\\/]pulumi[\\/]runtime[\\/]closure[\\/]codePaths\.js$/;
const EXPORT = /^exports\.(\w+) = \1;$/gm;

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
