import assert from "node:assert/strict";
import { anything } from "../../../../policy/iam/glob";
import { type Properties, unknownValue, type Value } from "../../../../policy/iam/value";
import { unknownAt } from "../../../../policy/lib/facts/finding";
import { holderOf, isPartlyUnknown, unreadable } from "../../../../policy/lib/iam/holder";
import type { Identity } from "../../../../policy/lib/iam/identities";
import { stackResource } from "../../support/stack-resource";

const allow = (Action: Value, Resource: Value = "arn:aws:s3:::a", more: Properties = {}): Properties => ({
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});

function identity(
  documents: readonly (readonly [urn: string, value: Value])[],
  change: Partial<Identity> = {},
): Identity {
  return {
    urn: "urn:pulumi:dev::shop::aws:iam/role:Role::role",
    kind: "role",
    name: "deploy",
    resource: undefined,
    documents: documents.map(([urn, value]) => ({
      owner: stackResource(urn, "x"),
      document: { path: "policy", value },
    })),
    ...change,
  };
}

const own = "urn:pulumi:dev::shop::aws:iam/role:Role::role";
const other = "urn:pulumi:dev::shop::aws:iam/rolePolicy:RolePolicy::more";

describe("the holder of permissions", () => {
  it("has the statements of all documents, with the resource of each that is not its own", () => {
    const { statements } = holderOf(
      identity([
        [own, { Statement: allow("s3:*") }],
        [other, { Statement: allow("ec2:*") }],
      ]),
    );
    assert.deepEqual(
      statements.map(({ path }) => path),
      ["policy.Statement", "more policy.Statement"],
    );
  });

  it("has no statement of an administrator, who has nothing to gain", () => {
    const held = [
      allow("*", "*"),
      allow("*:*", "arn:aws:*:*:*:*"),
      allow("iam:*", "*"),
      { ...allow("*", "*"), Effect: "Deny" },
    ];
    const { statements } = holderOf(identity([[own, { Statement: held }]]));
    assert.deepEqual(
      statements.map(({ path }) => path),
      ["policy.Statement[2]", "policy.Statement[3]"],
    );
  });

  it("has a name with its kind and path, and services that assume it", () => {
    const Statement = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "codebuild.amazonaws.com" } };
    const resource = stackResource(own, "aws:iam/role:Role", { path: "/ci/", assumeRolePolicy: { Statement } });
    const { ownName, services } = holderOf(identity([], { resource }));
    assert.equal(ownName, "role/ci/deploy");
    assert.deepEqual([...services], ["codebuild"]);
  });

  it("has any name while it is unknown, and none for a policy alone", () => {
    assert.equal(holderOf(identity([], { name: unknownValue })).ownName, `role/${anything}`);
    assert.equal(holderOf(identity([])).ownName, "role/deploy");
    assert.equal(holderOf(identity([], { kind: undefined })).ownName, "");
  });
});

describe("the unknown parts of a holder's permissions", () => {
  it("are findings about documents, and none about what is wrong", () => {
    assert.deepEqual(
      unreadable(
        identity([
          [own, unknownValue],
          [other, { Statement: [unknownValue] }],
          [own, "no JSON"],
        ]),
      ),
      [unknownAt("policy"), unknownAt("more policy.Statement[0]")],
    );
  });

  const isUnknown = (statement: Properties) => isPartlyUnknown(holderOf(identity([[own, { Statement: statement }]])));
  for (const [title, statement, expected] of [
    ["an action", allow(["a:b", unknownValue]), true],
    ["an excluded action", allow(undefined, "*", { NotAction: unknownValue }), true],
    ["a resource", allow("a:b", unknownValue), true],
    ["a condition", allow("a:b", "*", { Condition: unknownValue }), true],
    ["the value of a condition", allow("a:b", "*", { Condition: { StringEquals: { k: ["x", unknownValue] } } }), true],
    ["nothing", allow("a:b", "*", { Condition: { StringEquals: { k: "x" } } }), false],
  ] as const) {
    it(`may be ${title}`, () => assert.equal(isUnknown(statement), expected));
  }
});
