import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { keepState } from "../../../../cli/preview/process/initial-state";

const compiled = join(__dirname, "../../../../bin/cli/preview/process/initial-state.js");

/** Output of code that runs after the state is kept. */
function printed(code: string): string {
  const name: keyof { keepState: typeof keepState } = "keepState";
  const run = spawnSync(
    process.execPath,
    ["-e", `const restore = require(${JSON.stringify(compiled)}).${name}();${code}`],
    {
      encoding: "utf8",
      env: { ...process.env, KEPT: "as it was" },
      cwd: __dirname,
    },
  );
  assert.equal(run.stderr, "");
  return run.stdout.trimEnd();
}

describe("the state of a process at its start", () => {
  it("comes back after a program has changed what it can", () => {
    const found = printed(`
      const fs = require("node:fs");
      const iterator = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));
      const { readFileSync } = fs;
      const { log } = console;
      const { prepareStackTrace } = Error;
      globalThis.left = 1;
      globalThis[Symbol.for("left")] = 1;
      Array.prototype.left = 1;
      iterator.left = 1;
      String.prototype.trim = () => "";
      Object.setPrototypeOf(Error.prototype, null);
      Error.stackTraceLimit = 1;
      Error.prepareStackTrace = () => "";
      fs.readFileSync = () => "";
      console.log = () => undefined;
      require.extensions[".ts"] = () => undefined;
      require.cache["/left.js"] = module;
      process.env.LEFT = "1";
      process.env.KEPT = "changed";
      process.argv.push("left");
      process.exitCode = 3;
      process.chdir("/");
      process.on("exit", () => console.log("left"));
      process.on("SIGUSR2", () => undefined);
      delete globalThis.setTimeout;
      const restored = restore();
      console.log(JSON.stringify([
        restored,
        [globalThis.left, globalThis[Symbol.for("left")], [].left, iterator.left, process.env.LEFT, require.cache["/left.js"]].filter(Boolean),
        [" a ".trim(), Object.getPrototypeOf(Error.prototype) === Object.prototype, typeof setTimeout, process.env.KEPT],
        [Error.stackTraceLimit, Error.prepareStackTrace === prepareStackTrace, fs.readFileSync === readFileSync, console.log === log],
        [Object.keys(require.extensions), process.argv.length, process.exitCode ?? null, process.cwd()],
        process.listenerCount("exit") + process.listenerCount("SIGUSR2"),
      ]));
    `);
    assert.deepEqual(JSON.parse(found), [
      true,
      [],
      ["a", true, "function", "as it was"],
      [10, true, true, true],
      [[".js", ".json", ".node"], 1, null, __dirname],
      0,
    ]);
  });

  for (const [change, code] of [
    ["a global variable that cannot be deleted", 'Object.defineProperty(globalThis, "left", { value: 1 })'],
    ["a frozen object", "Object.freeze(Array.prototype)"],
    ["a listener that is gone", 'process.removeAllListeners("warning")'],
  ] as const) {
    it(`does not come back after ${change}`, () => {
      assert.equal(printed(`${code}; console.log(restore());`), "false");
    });
  }

  it("leaves what a new copy of ts-node's source maps fills in", () => {
    const found = printed(`
      Object.defineProperty(globalThis, Symbol.for("source-map-support/sharedData"), { value: { version: 1, installed: true } });
      console.log(JSON.stringify([restore(), globalThis[Symbol.for("source-map-support/sharedData")]]));
    `);
    assert.deepEqual(JSON.parse(found), [true, { version: 1 }]);
  });
});
