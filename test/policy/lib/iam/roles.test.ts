import assert from "node:assert/strict";
import { unknownValue, type Value } from "../../../../policy/iam/value";
import type { Identity } from "../../../../policy/lib/iam/identities";
import { isAmong, roleFinder, rolesTogether, roleType } from "../../../../policy/lib/iam/roles";
import { stackResource } from "../../support/stack-resource";

const named = stackResource("named", roleType, { name: "deploy", path: "/ci/" });
const plain = stackResource("plain", roleType, { name: "plain" });
const unnamed = stackResource("unnamed", roleType, { name: unknownValue });
const arn = "arn:aws:iam::123456789012:role/ci/deploy";

describe("the roles that a property names", () => {
  const find = roleFinder([named, plain, unnamed, stackResource("user", "aws:iam/user:User", { name: "user" })]);
  const found = (value: Value, sources: readonly string[] = []) => {
    const { resources, arns } = find(stackResource("p", "x", {}, { roleArn: sources }), "roleArn", value);
    return [resources.map(({ urn }) => urn), arns];
  };

  for (const [title, verdict, expected] of [
    ["one by its ARN", found(arn), [["named"], [arn]]],
    ["one by its name", found("plain"), [["plain"], ["plain"]]],
    ["one outside the stack", found(`${arn}-x`), [[], [`${arn}-x`]]],
    [
      "one by the source of an unknown value",
      found(unknownValue, ["named"]),
      [["named"], ["arn:*:iam::*:role/ci/deploy"]],
    ],
    [
      "several sources",
      found(unknownValue, ["plain", "named"]),
      [
        ["plain", "named"],
        ["arn:*:iam::*:role/plain", "arn:*:iam::*:role/ci/deploy"],
      ],
    ],
    ["one whose name AWS chooses", found(unknownValue, ["unnamed"]), [["unnamed"], []]],
    ["no source that is no role", found(unknownValue, ["user"]), [[], []]],
    ["none by a known value's source", found("", ["named"]), [[], []]],
    ["none without a value", found(undefined, ["named"]), [[], []]],
  ] as const) {
    it(`are ${title}`, () => assert.deepEqual(verdict, expected));
  }
});

describe("an identity is among roles", () => {
  const identity: Identity = { urn: "x", kind: "role", name: "deploy", resource: named, documents: [] };
  const among = (change: Partial<Identity>, resources = [named], arns: readonly string[] = []) =>
    isAmong({ ...identity, ...change }, { resources, arns });

  it("by the resource, or by the name at the end of an ARN", () => {
    assert.equal(among({}), true);
    assert.equal(among({ resource: undefined }, [], [arn]), true);
    assert.equal(among({ resource: undefined }, [named]), false);
    assert.equal(among({ resource: plain, name: "plain" }), false);
    assert.equal(among({ resource: undefined, name: "ploy" }, [], [arn]), false);
  });

  it("only as a role with a name", () => {
    assert.equal(among({ kind: "user", resource: undefined }, [], [arn]), false);
    assert.equal(among({ resource: undefined, name: "" }, [], ["arn:aws:iam::123456789012:role/"]), false);
    assert.equal(among({ resource: undefined, name: unknownValue }, [], [arn]), false);
  });
});

describe("groups of roles together", () => {
  it("have each role and each ARN once", () => {
    assert.deepEqual(
      rolesTogether([
        { resources: [named], arns: [arn] },
        { resources: [named, plain], arns: [arn, "x"] },
      ]),
      {
        resources: [named, plain],
        arns: [arn, "x"],
      },
    );
    assert.deepEqual(rolesTogether([]), { resources: [], arns: [] });
  });
});
