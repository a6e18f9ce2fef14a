import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const root = join(__dirname, "../../../..");

describe("a process that ends soon", () => {
  it("asks V8 only for what it knows: it would complain of the rest", () => {
    const options = ["--require", join(root, "bin/cli/preview/process/short-run.js")];
    const { stdout, stderr } = spawnSync(process.execPath, [...options, "-p", "6 * 7"], { encoding: "utf8" });
    assert.deepEqual({ stdout, stderr }, { stdout: "42\n", stderr: "" });
  });
});
