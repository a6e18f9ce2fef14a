import assert from "node:assert/strict";
import { expand } from "../../../../policy/iam/action-table";
import { readDocument } from "../../../../policy/iam/document";
import { unknownValue, type Value } from "../../../../policy/iam/value";
import { deletionsIn, isStatefulDeletion, statefulDeletions } from "../../../../policy/lib/destroy/stateful-deletions";

const deletionsOf = (...Statement: readonly Value[]) =>
  deletionsIn(readDocument({ path: "policy", value: { Statement } }).statements);
const allow = (Action: Value, Resource: Value = "*"): Value => ({ Effect: "Allow", Action, Resource });

describe("the actions that delete stateful resources", () => {
  it("are actions that AWS has, once each", () => {
    const known = new Set(expand("*").map(({ name }) => name));
    assert.deepEqual(
      statefulDeletions.filter((name) => !known.has(name)),
      [],
    );
    assert.equal(new Set(statefulDeletions).size, statefulDeletions.length);
  });

  it("delete no more than a resource of its own: no object, item or image", () => {
    for (const name of ["s3:DeleteObject", "dynamodb:DeleteItem", "ecr:BatchDeleteImage", "lambda:DeleteFunction"]) {
      assert.equal(statefulDeletions.includes(name), false, name);
    }
  });
});

describe("the stateful deletions of statements", () => {
  it("are those that they allow, by name or wildcard, once each", () => {
    assert.deepEqual(deletionsOf(allow(["s3:DeleteBucket", "kms:*"]), allow("s3:*", "arn:aws:s3:::a")), {
      actions: [
        "kms:DeleteCustomKeyStore",
        "kms:DeleteImportedKeyMaterial",
        "kms:ScheduleKeyDeletion",
        "s3:DeleteBucket",
      ],
      hidden: undefined,
    });
  });

  it("are none that another statement denies", () => {
    const deny: Value = { Effect: "Deny", Action: "s3:Delete*", Resource: "*" };
    assert.deepEqual(deletionsOf(allow("s3:DeleteBucket"), deny), { actions: [], hidden: undefined });
  });

  it("are hidden only where none is certain", () => {
    const hidden = "policy.Statement[0].Action";
    assert.deepEqual(deletionsOf(allow(unknownValue)), { actions: [], hidden });
    assert.deepEqual(deletionsOf(allow(unknownValue), allow("s3:DeleteBucket")), {
      actions: ["s3:DeleteBucket"],
      hidden: undefined,
    });
    assert.deepEqual(deletionsOf(), { actions: [], hidden: undefined });
  });
});

describe("a request of an SDK deletes", () => {
  for (const [service, request, expected] of [
    ["cloudformation", "deleteStack", true],
    ["CloudFormation", "DELETESTACK", true],
    ["s3", "deleteBucket", true],
    ["s3api", "deletebucket", true],
    ["docdb", "deleteDBCluster", true],
    ["neptune", "deleteDBInstance", true],
    ["efs", "deleteFileSystem", true],
    ["opensearch", "deleteDomain", true],
    ["cognitoidentityprovider", "deleteUserPool", true],
    ["msk", "deleteCluster", true],
    ["s3", "deleteObject", false],
    ["cloudformation", "describeStacks", false],
    ["", "", false],
    ["__proto__", "deleteStack", false],
  ] as const) {
    it(`${expected ? "by" : "not by"} ${service || "no service"} ${request}`, () => {
      assert.equal(isStatefulDeletion(service, request), expected);
    });
  }
});
