import assert from "node:assert/strict";
import { branchName, isClone, outputFormat } from "../../../../components/actions/base/clone-reference";
import { allowedKeys, schemaProblems } from "../../../../components/schema/vocabulary";

describe("the output of a Git source", () => {
  const schema = allowedKeys(outputFormat);

  it("is the files alone, unless a full clone is asked for", () => {
    const configuration = schema.parse({});
    assert.deepEqual(configuration, { OutputArtifactFormat: "CODE_ZIP" });
    assert.equal(isClone({ configuration }), false);
    assert.equal(isClone({ configuration: schema.parse({ OutputArtifactFormat: "CODEBUILD_CLONE_REF" }) }), true);
  });

  it("has one of two formats, as AWS spells them", () => {
    assert.deepEqual(schemaProblems(schema, { OutputArtifactFormat: "codebuild_clone_ref" }), [
      {
        path: "OutputArtifactFormat",
        reason: 'is "codebuild_clone_ref". Did you mean CODEBUILD_CLONE_REF? Allowed are CODE_ZIP, CODEBUILD_CLONE_REF',
      },
    ]);
  });
});

describe("the name of a branch", () => {
  for (const branch of ["main", "release/1.2", "feat/it's-#1@home", "a".repeat(10), "ümlaut"]) {
    it(`may be ${branch}`, () => {
      assert.deepEqual(schemaProblems(branchName(20), branch), []);
    });
  }

  for (const branch of ["", "my branch", "release/*", "v?", "a[b]", "HEAD~1", "a^", "a:b", "a\\b", "main\n"]) {
    it(`must not be ${JSON.stringify(branch)}, which is a pattern or a revision`, () => {
      assert.deepEqual(schemaProblems(branchName(20), branch), [
        { path: "", reason: `is ${JSON.stringify(branch)}: give the name of one branch, such as main` },
      ]);
    });
  }

  it("has the limit of its provider", () => {
    assert.deepEqual(schemaProblems(branchName(5), "abcde"), []);
    assert.deepEqual(schemaProblems(branchName(5), "abcdef"), [
      { path: "", reason: 'is "abcdef": give at most 5 characters' },
    ]);
  });
});
