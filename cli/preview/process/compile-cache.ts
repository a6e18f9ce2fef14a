import { createHash } from "node:crypto";
import { homedir } from "node:os";
import { join } from "node:path";
import { CODE_CACHE_FILE } from "./code-cache";
import { preload } from "./preload";

/** Arguments and environment with which a Node process reuses code that V8 compiled earlier. */
export interface CompileCache {
  readonly nodeArgs: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const NONE: CompileCache = { nodeArgs: [], env: {} };

/**
 * Returns the compile cache of a process to start. Its key is the exact source text. `NODE_DISABLE_COMPILE_CACHE=1`
 * switches it off, as everywhere in Node. Node's own cache, from 22.1 on, reads a file for each module. Loading the
 * modules of dev then takes 6 % more processor time on Node 22, and as much as here on Node 24.
 *
 * @param file - main module; all programs with the same main module share a cache
 * @param nodeArgs - arguments for Node; some of them change the compiled code
 */
export function compileCache(file: string, nodeArgs: readonly string[], env: NodeJS.ProcessEnv): CompileCache {
  const directory = join(env.XDG_CACHE_HOME || join(homedir(), ".cache"), "aws-pipelines");
  const cache = cacheFile(directory, file, nodeArgs, env);
  const ahead = preload(require.resolve("./code-cache"));
  return cache === undefined || ahead.length === 0 ? NONE : { nodeArgs: ahead, env: { [CODE_CACHE_FILE]: cache } };
}

/**
 * Returns the path of a cache file. Undefined when the environment switches the cache off.
 *
 * @param directory - folder of the cache
 */
export function cacheFile(
  directory: string,
  file: string,
  nodeArgs: readonly string[],
  env: NodeJS.ProcessEnv,
): string | undefined {
  // Coverage of code that was not compiled in the same process is imprecise.
  if ([env.NODE_DISABLE_COMPILE_CACHE, env.NODE_COMPILE_CACHE, env.NODE_V8_COVERAGE].some((value) => value)) {
    return undefined;
  }
  const key = JSON.stringify([process.version, process.arch, file, nodeArgs]);
  const name = createHash("sha256").update(key).digest("hex").slice(0, 16);
  return join(directory, `${name}.code`);
}
