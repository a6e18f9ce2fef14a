import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { HEAP_GROWTH } from "../../../../cli/preview/process/heap-growth";

describe("the growth of a program's heap", () => {
  it("is an argument that V8 knows: it would complain of any other", () => {
    const { stdout, stderr } = spawnSync(process.execPath, [HEAP_GROWTH, "-p", "6 * 7"], { encoding: "utf8" });
    assert.deepEqual({ stdout, stderr }, { stdout: "42\n", stderr: "" });
  });
});
