import * as nodeModule from "node:module";
import { CODE_CACHE_FILE, keepCode } from "./code-cache";
import { compileCache } from "./compile-cache";

// The command's own part: to be loaded before everything that is worth keeping.
const { env } = compileCache(__filename, process.execArgv, process.env);
const file = env[CODE_CACHE_FILE];
const directory = env.NODE_COMPILE_CACHE;
if (file !== undefined) {
  keepCode(file);
} else if (
  directory !== undefined &&
  "enableCompileCache" in nodeModule &&
  typeof nodeModule.enableCompileCache === "function"
) {
  nodeModule.enableCompileCache(directory);
}
