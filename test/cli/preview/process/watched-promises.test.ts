import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const root = join(__dirname, "../../../..");
const ahead = ["--require", join(root, "bin/cli/preview/process/watched-promises.js")];

const program = `
  const { debuggablePromise } = require("@pulumi/pulumi/runtime/debuggable");
  debuggablePromise(Promise.resolve(), "the first promise");
  const waiting = new Promise(() => undefined);
  debuggablePromise(waiting, "a test");
  console.log(waiting._debugStackTrace === undefined ? "no trace" : "trace");
  debuggablePromise(Promise.resolve(3), "a value").then(console.log);
  debuggablePromise(Promise.reject(new Error("no size")), "an error").catch(({ message }) => console.log(message));
  console.log(new Error("later").stack.split("\\n").length > 1 ? "trace of an error" : "error without a trace");
  process.exitCode = 0;
`;

function printed(options: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const run = spawnSync(process.execPath, [...options, "-e", program], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, ...env },
  });
  return { lines: run.stdout.trimEnd().split("\n"), stderr: run.stderr };
}

describe("a promise that the SDK watches", () => {
  it("has no stack trace, and is reported where it never settles", () => {
    const { lines, stderr } = printed(ahead);
    assert.deepEqual(lines, ["no trace", "trace of an error", "3", "no size"]);
    assert.match(stderr, /1 promise was still active/);
  });

  it("has a stack trace when the user debugs promises", () => {
    const { lines, stderr } = printed(ahead, { PULUMI_DEBUG_PROMISE_LEAKS: "true" });
    assert.deepEqual(lines, ["trace", "trace of an error", "3", "no size"]);
    assert.match(stderr, /CONTEXT\(1\): a test/);
  });

  it("has one in the SDK", () => {
    assert.deepEqual(printed([]).lines, ["trace", "trace of an error", "3", "no size"]);
  });
});
