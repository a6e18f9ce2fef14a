import assert from "node:assert/strict";
import { type Properties, unknownValue, type Value } from "../../../../policy/iam/value";
import { mayRunPipelines } from "../../../../policy/lib/destroy/pipeline-roles";

const may = (type: string, props: Properties = {}) => mayRunPipelines({ type: `aws:iam/${type}`, props });

describe("a document may be for the role of a pipeline that destroys", () => {
  for (const [role, expected] of [
    ["shop-destroy-Destroy-eu-west-1", true],
    ["shop-pipeline", true],
    ["CodePipelineRole", true],
    ["developers", false],
    ["", true],
    [unknownValue, true],
    [undefined, true],
  ] as const) {
    it(`${expected ? "of" : "not of"} the role ${String(role) || "without a name"}`, () => {
      assert.equal(may("rolePolicy:RolePolicy", { role }), expected);
    });
  }

  it("not of a user or a group, and perhaps of a managed policy", () => {
    assert.equal(may("userPolicy:UserPolicy", { user: "pipeline" }), false);
    assert.equal(may("groupPolicy:GroupPolicy", { group: "destroy" }), false);
    assert.equal(may("policy:Policy", { name: "developers" }), true);
  });

  const trusts = (...principals: readonly Value[]) => {
    const Statement = principals.map(
      (Principal): Properties => ({ Effect: "Allow", Action: "sts:AssumeRole", Principal }),
    );
    return may("role:Role", { name: "x", assumeRolePolicy: { Statement } });
  };

  it("of a role that pipelines or their roles alone assume", () => {
    assert.equal(trusts({ Service: "codepipeline.amazonaws.com" }), true);
    assert.equal(trusts({ AWS: "arn:aws:iam::123456789012:role/shop-destroy" }, { AWS: unknownValue }), true);
  });

  it("not of a role that others assume too", () => {
    for (const principal of [
      { Service: "ec2.amazonaws.com" },
      { Service: ["codepipeline.amazonaws.com", "ec2.amazonaws.com"] },
      { AWS: "123456789012" },
      { AWS: "arn:aws:iam::123456789012:user/kim" },
      "*",
    ]) {
      assert.equal(trusts({ Service: "codepipeline.amazonaws.com" }, principal), false, JSON.stringify(principal));
    }
  });
});
