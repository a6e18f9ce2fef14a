import assert from "node:assert/strict";
import { root, run } from "../../support/command";

describe("aws-pipelines access", () => {
  it("refuses a name that the program does not have, and names those that it has", async () => {
    const words = ["bin/cli/cli.js", "access", "nobody", "--cwd", "examples/quick-start"];
    const { status, stdout, stderr } = await run(process.execPath, words, { cwd: root });
    assert.deepEqual([status, stdout], [3, ""]);
    assert.match(stderr, /^error: access: the program has no role, user or group "nobody"\. Use one of .*pipeline/);
  });
});
