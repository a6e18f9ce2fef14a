import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { givesNoReason, requireDigest, requireExecution, storeOptions } from "../../../components/recipes/release";

function run(command: string, env: Record<string, string>) {
  const { status, stderr } = spawnSync("bash", ["--norc", "-c", command], {
    encoding: "utf8",
    env: { PATH: process.env.PATH, ...env },
  });
  return { status, stderr };
}

describe("the commands of a release", () => {
  it("take a digest of SHA-256 alone", () => {
    assert.deepEqual(run(requireDigest, { IMAGE_DIGEST: `sha256:${"0a".repeat(32)}` }), { status: 0, stderr: "" });
    for (const IMAGE_DIGEST of ["", "none", `sha512:${"0".repeat(64)}`, `sha256:${"0".repeat(64)}\n`]) {
      const { status, stderr } = run(requireDigest, { IMAGE_DIGEST });
      assert.equal(status, 1);
      assert.match(stderr, /^IMAGE_DIGEST names no image\. Start the pipeline with the variable IMAGE_DIGEST/);
    }
  });

  it("take the id of an execution alone", () => {
    assert.equal(run(requireExecution, { EXECUTION_ID: "0a1b-2c" }).status, 0);
    for (const EXECUTION_ID of ["", "../x", 'a"b']) {
      assert.equal(run(requireExecution, { EXECUTION_ID }).status, 1);
    }
  });

  it("take a reason that JSON holds without quotes", () => {
    const cases: readonly (readonly [reason: string, isNone: boolean])[] = [
      ["Incident 4711: staging is down, see #ops", false],
      ["r".repeat(200), false],
      ["r".repeat(201), true],
      ["too short", true],
      ["no", true],
      ['quotes " in it here', true],
      ["a backslash \\ in it", true],
      ["two lines\nin one reason", true],
      ["$HOME expands to x", true],
    ];
    for (const [BREAK_GLASS_REASON, isNone] of cases) {
      assert.equal(run(givesNoReason, { BREAK_GLASS_REASON }).status === 0, isNone, BREAK_GLASS_REASON);
    }
  });

  it("name the owner of a store", () => {
    assert.equal(
      storeOptions({ account: "111122223333", region: "eu-central-1", bucketName: "releases" }),
      "--region eu-central-1 --expected-bucket-owner 111122223333 --bucket releases",
    );
  });
});
