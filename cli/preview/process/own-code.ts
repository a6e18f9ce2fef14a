import { CODE_CACHE_FILE, keepCode } from "./code-cache";
import { compileCache } from "./compile-cache";

// Starts the compile cache of the command itself. The command loads this module before all others.
const { env } = compileCache(__filename, process.execArgv, process.env);
const file = env[CODE_CACHE_FILE];
if (file !== undefined) {
  keepCode(file);
}
