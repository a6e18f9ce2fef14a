import assert from "node:assert/strict";
import { type Properties, unknownValue } from "../../../../policy/iam/value";
import { holdingOf, judgeHoldings, judgeShares } from "../../../../policy/lib/destroy/documents";
import { refusesChange, refusesStart } from "../../../../policy/lib/destroy/restrictions";
import { unknownAt, violation } from "../../../../policy/lib/facts/finding";
import type { Identity } from "../../../../policy/lib/iam/identities";
import { allow, gates, identity, projectArn } from "../../support/gates";
import { stackResource } from "../../support/stack-resource";

const sharingType = "aws:codebuild/resourcePolicy:ResourcePolicy";

describe("what identities may do with a project that destroys", () => {
  const judged = (...identities: readonly Identity[]) => judgeHoldings(identities.map(holdingOf), gates);
  const found = (urn: string, path: string, desired: string) => ({
    urn: `${urn}-policy`,
    finding: violation(path, desired),
  });

  it("is judged at the statement that allows it, in the resource that holds it", () => {
    const statements = [
      allow("s3:GetObject", "*"),
      allow("codebuild:StartBuild", projectArn),
      allow("codebuild:*Project", "*"),
    ];
    assert.deepEqual(judged(identity("kim", statements)), [
      found("kim", "policy.Statement[1]", refusesStart("codebuild:StartBuild")),
      found("kim", "policy.Statement[2]", refusesChange("codebuild:UpdateProject")),
    ]);
  });

  it("is free to the role that starts it, but not to change it", () => {
    assert.deepEqual(judged(identity("starter", [allow("codebuild:StartBuild", projectArn)])), []);
    assert.deepEqual(judged(identity("starter", [allow("codebuild:UpdateProject", projectArn)])).length, 1);
    assert.equal(judged(identity("starter", [allow("codebuild:StartBuild", projectArn)], "user")).length, 1);
  });

  it("is nothing that another statement of the holder denies", () => {
    const deny = { ...allow("codebuild:*", projectArn), Effect: "Deny" };
    assert.deepEqual(judged(identity("kim", [allow("codebuild:StartBuild", projectArn), deny])), []);
    assert.equal(
      judged(identity("kim", [allow("codebuild:StartBuild", projectArn)]), identity("ann", [deny])).length,
      1,
    );
  });

  it("is not known where an action, a resource or the document is unknown", () => {
    assert.deepEqual(
      judged(identity("kim", [allow("codebuild:StartBuild", unknownValue)])).map(({ finding }) => finding),
      [unknownAt("policy.Statement[0].Resource")],
    );
    assert.deepEqual(judged(identity("kim", unknownValue)), [{ urn: "kim-policy", finding: unknownAt("policy") }]);
  });

  it("is nothing for other projects, or without documents", () => {
    assert.deepEqual(judged(identity("kim", [allow("codebuild:StartBuild", `${projectArn}-x`)])), []);
    assert.deepEqual(judged({ urn: "x", kind: "role", name: "x", resource: undefined, documents: [] }), []);
  });
});

describe("a policy that shares a project which destroys", () => {
  const judged = (type: string, ...Statement: readonly Properties[]) =>
    judgeShares([stackResource("share", type, { policy: { Statement } })], gates);

  it("must not let others start or change it", () => {
    assert.deepEqual(judged(sharingType, allow(["codebuild:StartBuild", "codebuild:UpdateProject"], projectArn)), [
      {
        urn: "share",
        finding: violation("policy.Statement[0]", refusesStart("codebuild:StartBuild, codebuild:UpdateProject")),
      },
    ]);
  });

  it("may let others read, and share other projects", () => {
    assert.deepEqual(judged(sharingType, allow("codebuild:BatchGetProjects", projectArn)), []);
    assert.deepEqual(judged(sharingType, allow("codebuild:StartBuild", `${projectArn}-x`)), []);
    assert.deepEqual(judged("aws:s3/bucketPolicy:BucketPolicy", allow("codebuild:StartBuild", projectArn)), []);
  });
});
