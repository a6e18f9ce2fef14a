import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const root = join(__dirname, "../../../..");
const ahead = ["--require", join(root, "bin/cli/preview/process/stack-traces.js")];

/** Prints the first place of the trace that the SDK takes of a resource, and the number of places. */
const ofResource = `
  const { Resource } = require("@pulumi/pulumi");
  const take = (depth) =>
    depth === 0
      ? Resource.stackTrace(4)
      : take(depth - 1);
  const [{ uri, line, column }, ...others] = take(20);
  console.log([decodeURI(uri).split("/").at(-1), line, column].join(" "));
  console.log(others.length);
`;

function printed(...options: readonly string[]) {
  const run = spawnSync(process.execPath, [...options, "-e", ofResource], { cwd: root, encoding: "utf8" });
  return run.stdout.trimEnd().split("\n");
}

describe("the stack trace of a resource", () => {
  it("has the place in the program alone", () => {
    const lines = printed(...ahead);
    const ofSdk = printed();
    assert.equal(lines[0], "[eval] 6 9");
    assert.equal(ofSdk[0], lines[0]);
    assert.equal(Number(lines[1]), 0);
    assert.ok(Number(ofSdk[1]) > 15);
  });
});
