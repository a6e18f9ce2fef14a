import assert from "node:assert/strict";
import { RunError } from "@pulumi/pulumi";
import { readAppSpec } from "../../../components/codedeploy/read-appspec";

describe("readAppSpec", () => {
  it("reads a file in UTF-8 and in UTF-16", () => {
    const text = "version: 0.0\nos: windows\n";
    const expected = { version: 0, os: "windows" };
    assert.deepEqual(readAppSpec("appspec.yml", text), expected);
    assert.deepEqual(readAppSpec("appspec.yml", Buffer.from(`\uFEFF${text}`, "utf16le")), expected);
  });

  it("ends the program with every problem of the file, by line", () => {
    assert.throws(
      () => readAppSpec("ci/appspec.yml", "version: 0.1\nos: mac\n"),
      (error) =>
        RunError.isInstance(error) &&
        error.message ===
          'ci/appspec.yml has 2 problems:\n  version (line 1): is 0.1: CodeDeploy reads 0.0 alone\n  os (line 2): is "mac": allowed are linux, windows',
    );
  });

  it("refuses an AppSpec of another platform", () => {
    assert.throws(() => readAppSpec("appspec.yml", "os: linux", "ECS"), /is for EC2 and on-premises instances, but/);
  });
});
