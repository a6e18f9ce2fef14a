import assert from "node:assert/strict";
import { artifactNames, outputArtifacts } from "../../../../components/pipelines/aws-form/aws-artifacts";

describe("the artifacts of AWS's form", () => {
  for (const [what, written, names] of [
    ["names", [{ name: "source" }, { name: "build" }], ["source", "build"]],
    ["numbers", [{ name: 7 }], ["7"]],
    ["nothing", [], []],
    ["an artifact without a name", [{}], [{}]],
    ["an artifact with more than a name", [{ name: "a", files: ["x"] }], [{ name: "a", files: ["x"] }]],
    ["texts", ["source"], ["source"]],
    ["no list", "source", "source"],
  ] as const) {
    it(`are read by name from ${what}`, () => {
      assert.deepEqual(artifactNames(written), names);
    });
  }

  for (const [what, written, meant] of [
    ["one artifact", [{ name: "out" }], { outputArtifacts: ["out"] }],
    [
      "one artifact with files",
      [{ name: "out", files: ["a", "b"] }],
      { outputArtifacts: ["out"], outputFiles: ["a", "b"] },
    ],
    ["one artifact with an empty list of files", [{ name: "out", files: [] }], { outputArtifacts: ["out"] }],
    ["several artifacts", [{ name: "a" }, { name: "b" }], { outputArtifacts: ["a", "b"] }],
    [
      "files of one among several, which is refused",
      [{ name: "a", files: ["x"] }, { name: "b" }],
      { outputArtifacts: [{ name: "a", files: ["x"] }, "b"] },
    ],
    ["files of something without a name", [{ files: ["x"] }], { outputArtifacts: [{}], outputFiles: ["x"] }],
    ["nothing", [], { outputArtifacts: [] }],
    ["no list", "out", { outputArtifacts: "out" }],
    ["silence", undefined, { outputArtifacts: undefined }],
  ] as const) {
    it(`are made with their files, from ${what}`, () => {
      assert.deepEqual(outputArtifacts(written), meant);
    });
  }
});
