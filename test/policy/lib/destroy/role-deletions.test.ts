import assert from "node:assert/strict";
import { type Properties, unknownValue, type Value } from "../../../../policy/iam/value";
import { rolesOf } from "../../../../policy/lib/destroy/role-deletions";
import { stackResource } from "../../support/stack-resource";

const statement = (...Action: readonly string[]): Properties => ({
  Statement: { Effect: "Allow", Action, Resource: "*" },
});
const roleType = "aws:iam/role:Role";
const inline = (urn: string, role: string, ...actions: readonly string[]) =>
  stackResource(urn, "aws:iam/rolePolicy:RolePolicy", { role, policy: statement(...actions) });

describe("the stateful deletions of a role", () => {
  const roles = rolesOf([
    stackResource("build", roleType, { name: "build", inlinePolicies: [{ name: "x", policy: statement("rds:*") }] }),
    inline("a", "build", "s3:DeleteBucket", "s3:GetObject"),
    inline("b", "build", "s3:DeleteBucket"),
    stackResource("quiet", roleType, { name: "quiet" }),
    inline("c", "quiet", "s3:GetObject"),
    stackResource("empty", roleType, { name: "empty" }),
    inline("d", "elsewhere", "kms:ScheduleKeyDeletion"),
  ]);
  const of = (serviceRole: Value, sources: readonly string[] = []) =>
    roles.deletions(
      stackResource("p", "aws:codebuild/project:Project", { serviceRole }, { serviceRole: sources }),
      "serviceRole",
    );
  const arn = (name: string) => `arn:aws:iam::123456789012:role/ci/${name}`;
  const ofBuild = [
    ...["rds:DeleteDBCluster", "rds:DeleteDBInstance", "rds:DeleteDBClusterSnapshot", "rds:DeleteDBSnapshot"],
    ...["rds:DeleteGlobalCluster", "s3:DeleteBucket"],
  ];

  it("are those of all its documents, once each", () => {
    assert.deepEqual([...(of(arn("build")) ?? [])].toSorted(), ofBuild.toSorted());
    assert.deepEqual([...(of(unknownValue, ["build"]) ?? [])].toSorted(), ofBuild.toSorted());
  });

  it("are none of a role that deletes nothing, or has no permissions", () => {
    assert.deepEqual(of(arn("quiet")), []);
    assert.deepEqual(of(arn("empty")), []);
  });

  it("are those of a role elsewhere, as far as the stack gives it permissions", () => {
    assert.deepEqual(of(arn("elsewhere")), ["kms:ScheduleKeyDeletion"]);
  });

  it("are not known of a role that the stack says nothing about", () => {
    assert.equal(of(arn("other")), undefined);
    assert.equal(of(unknownValue), undefined);
    assert.equal(of(undefined), undefined);
  });

  it("are asked for by a value that a property holds among others", () => {
    const pipeline = stackResource("p", "aws:codepipeline/pipeline:Pipeline", {});
    assert.deepEqual(roles.deletions(pipeline, "stages", arn("elsewhere")), ["kms:ScheduleKeyDeletion"]);
  });
});
