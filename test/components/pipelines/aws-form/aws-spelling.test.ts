import assert from "node:assert/strict";
import { apiSpelling } from "../../../../components/pipelines/aws-form/aws-spelling";

describe("a pipeline as CloudFormation spells it", () => {
  it("has the same keys as the API's, but for their first letters, at every depth", () => {
    assert.deepEqual(
      apiSpelling({ Stages: [{ Name: "Source", Actions: [{ RunOrder: 1, InputArtifacts: [] }] }], roleArn: "r" }),
      {
        stages: [{ name: "Source", actions: [{ runOrder: 1, inputArtifacts: [] }] }],
        roleArn: "r",
      },
    );
  });

  it("keeps the keys of a provider's configuration, which are its own", () => {
    const Configuration = { ProjectName: "shop", EnvironmentVariables: [{ Name: "A" }] };
    assert.deepEqual(apiSpelling({ Configuration }), { configuration: Configuration });
  });

  it("keeps values, unknown ones too", () => {
    const unknown = Symbol("unknown");
    for (const value of [null, undefined, "Name", 7, true, unknown]) {
      assert.equal(apiSpelling(value), value);
    }
    assert.deepEqual(apiSpelling(["Name", null, { A: null, "": 1 }]), ["Name", null, { a: null, "": 1 }]);
  });
});
