import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { removeTemporaryDirectories, temporaryDirectory } from "./preview/support/temporary";

const root = join(__dirname, "../..");
const ahead = `--require=${join(root, "bin/cli/fast-start.js")}`;

/** Prints whether the SDK has loaded the compiler and connected the debugger, and takes a trace of a promise. */
const program = `
  const { join } = require("node:path");
  const inspector = require("node:inspector");
  let sessions = 0;
  const { connect } = inspector.Session.prototype;
  inspector.Session.prototype.connect = function () { sessions += 1; return connect.call(this); };
  const sdk = process.argv[2];
  require(sdk);
  const { debuggablePromise } = require(join(sdk, "runtime/debuggable"));
  debuggablePromise(Promise.resolve(), "the first");
  const watched = Promise.resolve();
  debuggablePromise(watched, "the second");
  const compiler = Object.keys(require.cache).some((file) => file.endsWith("typescript.js"));
  const traces = "_debugStackTrace" in watched;
  const { isInitializedAsync } = require(join(sdk, "runtime/closure/v8Hooks"));
  isInitializedAsync().then(() => console.log(JSON.stringify({ compiler, debuggers: sessions, traces })));
`;

const OF_SDK = { compiler: true, debuggers: 1, traces: true };
const FAST = { compiler: false, debuggers: 0, traces: false };

/** Runs a main module, by its path below `node_modules`, as the Pulumi CLI runs that of the SDK. */
function runsAs(main: string, env: NodeJS.ProcessEnv = {}) {
  const directory = temporaryDirectory({ [`node_modules/${main}`]: program });
  const file = join(directory, "node_modules", main);
  const own = {
    NODE_V8_COVERAGE: "",
    NODE_COMPILE_CACHE: "",
    NODE_DISABLE_COMPILE_CACHE: "",
    CI: "",
    CODEBUILD_BUILD_ID: "",
  };
  const run = () =>
    spawnSync(process.execPath, ["--no-warnings", ahead, file, join(root, "node_modules/@pulumi/pulumi")], {
      cwd: directory,
      encoding: "utf8",
      env: { ...process.env, ...own, ...env },
    });
  const { stderr, stdout } = run();
  assert.equal(stderr, "");
  const cache = join(directory, "node_modules/.cache/aws-pipelines");
  const kept = existsSync(cache) ? readdirSync(cache).length : 0;
  return { seen: JSON.parse(stdout), kept, again: () => JSON.parse(run().stdout) };
}

describe("a program that loads fast-start ahead", () => {
  afterEach(removeTemporaryDirectories);

  it("loads no compiler, connects no debugger, takes no traces of promises, and keeps its compiled code", () => {
    const { seen, kept, again } = runsAs("@pulumi/pulumi/cmd/run/index.js");
    assert.deepEqual(seen, FAST);
    assert.equal(kept, 1);
    assert.deepEqual(again(), FAST);
  });

  it("keeps no code where the preview keeps it, or where the environment switches it off", () => {
    const preview = join(temporaryDirectory(), "code");
    assert.deepEqual(runsAs("@pulumi/pulumi/cmd/run/index.js", { AWS_PIPELINES_CODE_CACHE: preview }).kept, 0);
    assert.equal(existsSync(preview), true);
    const { seen, kept } = runsAs("@pulumi/pulumi/cmd/run/index.js", { NODE_DISABLE_COMPILE_CACHE: "1" });
    assert.deepEqual({ seen, kept }, { seen: FAST, kept: 0 });
  });

  for (const env of [{ CI: "true" }, { CODEBUILD_BUILD_ID: "shop:1" }]) {
    it(`keeps and takes no compiled code in a build with ${Object.keys(env)}`, () => {
      const { seen, kept } = runsAs("@pulumi/pulumi/cmd/run/index.js", env);
      assert.deepEqual({ seen, kept }, { seen: FAST, kept: 0 });
    });
  }

  it("is alone in that: any other process that inherits the argument runs as before", () => {
    const { seen, kept } = runsAs("tool/index.js");
    assert.deepEqual({ seen, kept }, { seen: OF_SDK, kept: 0 });
  });
});
