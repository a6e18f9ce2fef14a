import assert from "node:assert/strict";
import { unknownValue, type Value } from "../../../../policy/iam/value";
import { buildSources, isHosted } from "../../../../policy/lib/pipeline/build-sources";

describe("the sources of a project", () => {
  it("are the primary one and the others, with their paths", () => {
    const source = { type: "CODEPIPELINE" };
    const other = { type: "GITHUB", sourceIdentifier: "tools" };
    assert.deepEqual(buildSources({ source, secondarySources: [other, unknownValue] }), [
      { path: "source", value: source },
      { path: "secondarySources[0]", value: other },
      { path: "secondarySources[1]", value: unknownValue },
    ]);
    assert.deepEqual(buildSources({}), []);
  });

  const hosted = (type: Value) => isHosted({ path: "source", value: { type } });

  it("are hosted outside AWS by five types", () => {
    for (const type of ["GITHUB", "GITHUB_ENTERPRISE", "GITLAB", "GITLAB_SELF_MANAGED", "BITBUCKET"]) {
      assert.equal(hosted(type), true, type);
    }
    for (const type of ["CODEPIPELINE", "CODECOMMIT", "S3", "NO_SOURCE", "github", "", undefined]) {
      assert.equal(hosted(type), false, type);
    }
  });

  it("are unknown where the type, or the source, is", () => {
    assert.equal(hosted(unknownValue), unknownValue);
    assert.equal(isHosted({ path: "source", value: unknownValue }), unknownValue);
  });
});
