import assert from "node:assert/strict";
import { type Properties, unknownValue } from "../../../../policy/iam/value";
import { identityAndLinkTypes, identityLinks, kindOf, ownLink } from "../../../../policy/lib/iam/identity-links";
import { stackResource } from "../../support/stack-resource";

const linksOf = (type: string, props: Properties) =>
  identityLinks(stackResource("x", `aws:iam/${type}`, props)).map(({ kind, property, name, policies }) => [
    kind,
    property,
    name,
    policies.map(({ value }) => value),
  ]);

describe("the identities to which a resource gives policies", () => {
  const cases: readonly (readonly [type: string, props: Properties, ...links: unknown[]])[] = [
    ["rolePolicy:RolePolicy", { role: "a" }, ["role", "role", "a", []]],
    ["userPolicy:UserPolicy", { user: "a" }, ["user", "user", "a", []]],
    ["groupPolicy:GroupPolicy", { group: unknownValue }, ["group", "group", unknownValue, []]],
    ["rolePolicyAttachment:RolePolicyAttachment", { role: "a", policyArn: "p" }, ["role", "role", "a", ["p"]]],
    ["userPolicyAttachment:UserPolicyAttachment", { user: "a", policyArn: "p" }, ["user", "user", "a", ["p"]]],
    ["groupPolicyAttachment:GroupPolicyAttachment", { group: "a", policyArn: "p" }, ["group", "group", "a", ["p"]]],
    [
      "policyAttachment:PolicyAttachment",
      { roles: ["a", "b"], users: ["c"], groups: [], policyArn: "p" },
      ["role", "roles", "a", ["p"]],
      ["role", "roles", "b", ["p"]],
      ["user", "users", "c", ["p"]],
    ],
    [
      "rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
      { roleName: "a", policyArns: ["p", "q"] },
      ["role", "roleName", "a", ["p", "q"]],
    ],
    ["userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive", { userName: "a" }, ["user", "userName", "a", []]],
    [
      "groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive",
      { groupName: "a" },
      ["group", "groupName", "a", []],
    ],
    ["role:Role", { name: "a", managedPolicyArns: ["p"] }],
    ["policy:Policy", { name: "a" }],
  ];
  for (const [type, props, ...links] of cases) {
    it(`are ${links.length} for ${type}`, () => assert.deepEqual(linksOf(type, props), links));
  }
});

describe("the kind of an identity", () => {
  it("is known of three types", () => {
    assert.deepEqual(
      ["role:Role", "user:User", "group:Group"].map((type) => kindOf(`aws:iam/${type}`)),
      ["role", "user", "group"],
    );
    assert.equal(kindOf("aws:iam/policy:Policy"), undefined);
    assert.equal(kindOf("constructor"), undefined);
    assert.equal(identityAndLinkTypes.length, 13);
  });
});

describe("the link of a role to itself", () => {
  it("has the managed policies that the program declares", () => {
    const declared = stackResource("role", "aws:iam/role:Role", { name: "a", managedPolicyArns: ["p"] });
    const { kind, property, name, policies } = ownLink(declared, "role");
    assert.deepEqual([kind, property, name], ["role", "name", "a"]);
    assert.deepEqual(policies, [{ path: "managedPolicyArns[0]", value: "p" }]);
  });

  it("leaves out lists that AWS fills in", () => {
    const filled = stackResource("role", "aws:iam/role:Role", {
      managedPolicyArns: unknownValue,
      inlinePolicies: unknownValue,
    });
    const { policies, from } = ownLink(filled, "role");
    assert.deepEqual(policies, []);
    assert.equal(from.props.inlinePolicies, undefined);
  });
});
