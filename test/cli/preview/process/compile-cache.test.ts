import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { compileCache } from "../../../../cli/preview/process/compile-cache";
import { removeTemporaryDirectories, temporaryDirectory } from "../support/temporary";

const root = join(__dirname, "../../../..");
// Empty rather than left out: Node hands the variable on to whom it is not said.
const environment = { ...process.env, NODE_V8_COVERAGE: "" };

function keptBy(settings: Readonly<Record<string, string>>) {
  const cache = temporaryDirectory();
  const env = { ...environment, XDG_CACHE_HOME: cache, ...settings };
  const args = ["bin/cli/cli.js", "preview", "--cwd", "test/fixtures/preview/javascript", "--stack", "dev"];
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8", env });
  const kept = join(cache, "aws-pipelines");
  return { status, report: stdout.replace(/[\d.]+ s\)/, ""), kept: existsSync(kept) ? readdirSync(kept) : [] };
}

describe("the compile cache of a preview", () => {
  afterEach(removeTemporaryDirectories);

  it("is kept in the cache folder of the user unless NODE_DISABLE_COMPILE_CACHE is set, and changes no report", () => {
    const first = keptBy({});
    assert.equal(first.status, 0);
    assert.notEqual(first.kept.length, 0);
    const without = keptBy({ NODE_DISABLE_COMPILE_CACHE: "1" });
    assert.deepEqual(without, { ...first, kept: [] });
  });

  it("gives way to one that the user has chosen, and to the measuring of coverage", () => {
    for (const name of ["NODE_COMPILE_CACHE", "NODE_DISABLE_COMPILE_CACHE", "NODE_V8_COVERAGE"]) {
      assert.deepEqual(compileCache(join(root, "any.js"), [], { [name]: "set" }), { nodeArgs: [], env: {} });
    }
  });
});
