import assert from "node:assert/strict";
import { RunError } from "@pulumi/pulumi";
import { readBuildspec } from "../../../components/codebuild/read-buildspec";

describe("readBuildspec", () => {
  it("returns a buildspec in the form of the schema", () => {
    assert.deepEqual(readBuildspec("buildspec.yml", "phases: {build: {commands: npm test}}"), {
      version: 0.2,
      phases: { build: { commands: ["npm test"] } },
    });
  });

  it("ends the program with every problem of the file, by line", () => {
    assert.throws(
      () => readBuildspec("ci/buildspec.yml", "version: 2\nphases: {build: {command: npm test}}"),
      (error) =>
        RunError.isInstance(error) &&
        error.message.startsWith(
          "ci/buildspec.yml has 4 problems:\n  version (line 1): is 2: use 0.2, or remove the key\n",
        ) &&
        error.message.includes("phases.build.command (line 2): is not known here. Did you mean commands?"),
    );
  });
});
