import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const root = join(__dirname, "../../../..");

const program = `
  const { runtime } = require("@pulumi/pulumi");
  const managers = () => Object.keys(require.cache).filter((file) => /@npmcli.arborist.lib.index/.test(file)).length;
  const atStart = managers();
  const again = () => runtime.computeCodePaths();
  runtime.computeCodePaths().then(again).then((paths) => {
    console.log(JSON.stringify({ atStart, atEnd: managers(), paths: [...paths.keys()].sort() }));
  });
`;

function resultOf(...options: string[]) {
  const { stdout, stderr } = spawnSync(process.execPath, [...options, "-e", program], { cwd: root, encoding: "utf8" });
  assert.equal(stderr, "");
  const { atStart, atEnd, paths } = JSON.parse(stdout);
  return { atStart, atEnd, paths };
}

describe("the files of functions that a program uploads", () => {
  it("are looked for by what is loaded only then, and found as without", () => {
    const late = resultOf("--require", join(root, "bin/cli/preview/process/code-paths.js"));
    const soon = resultOf();
    assert.deepEqual(late, { ...soon, atStart: 0 });
    assert.ok(soon.paths.includes("node_modules/@grpc/grpc-js"));
    assert.equal(soon.atStart, soon.atEnd);
  });
});
