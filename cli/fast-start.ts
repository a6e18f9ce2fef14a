import { join } from "node:path";
import { isMainThread } from "node:worker_threads";

// `nodeargs` in Pulumi.yaml names this module, which a program loads ahead on the Pulumi engine. Each part says what it
// changes. Inputs, outputs and messages stay the same, so that a deployment may use them too. A preview of the dev stack
// with the pack by the Pulumi CLI takes a fifth less processor time.

const RUN_OF_SDK = /^(.*[\\/]node_modules)[\\/]@pulumi[\\/]pulumi[\\/]cmd[\\/]run([\\/]index\.js)?$/;

const main = process.argv[1] ?? "";
const [, modules] = RUN_OF_SDK.exec(main) ?? [];
// A build may restore .cache from the build of a commit that nobody has approved. After `npm ci` there is nothing to take.
const isBuild = [process.env.CI, process.env.CODEBUILD_BUILD_ID].some((value) => value);
if (modules !== undefined && isMainThread) {
  require("./preview/process/short-run");
  const { cacheFile }: typeof import("./preview/process/compile-cache") = require("./preview/process/compile-cache");
  // Compiled code runs with the rights of a deployment, so that it lies beside the packages that it belongs to.
  const file = cacheFile(join(modules, ".cache/aws-pipelines"), main, process.execArgv, process.env);
  const { startCodeCache }: typeof import("./preview/process/code-cache") = require("./preview/process/code-cache");
  if (file !== undefined && !isBuild) {
    startCodeCache(file);
  }
  require("./preview/process/late-parts");
  require("./preview/process/quick-structs");
  require("./preview/process/inspector-session");
  require("./preview/process/watched-promises");
}
