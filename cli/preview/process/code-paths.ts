import { readFileSync } from "node:fs";

// Loaded ahead of a program or pack: lets the part of the SDK wait that finds the files of a function to upload, until
// one is uploaded. Before 3.276 that part loads npm's own package manager, which takes as long to load as the SDK.

const CODE_PATHS = /[\\/]@pulumi[\\/]pulumi[\\/]runtime[\\/]closure[\\/]codePaths\.js$/;
const EXPORT = /^exports\.(\w+) = \1;$/gm;

const load = require.extensions[".js"];
require.extensions[".js"] = (module, filename) => {
  if (!CODE_PATHS.test(filename)) {
    load(module, filename);
    return;
  }
  let loaded = false;
  for (const [, name = ""] of readFileSync(filename, "utf8").matchAll(EXPORT)) {
    module.exports[name] = (...args: unknown[]) => {
      if (!loaded) {
        loaded = true;
        load(module, filename);
      }
      return module.exports[name](...args);
    };
  }
};
