import assert from "node:assert/strict";
import { type Properties, unknownValue, type Value } from "../../../../policy/iam/value";
import { identitiesOf } from "../../../../policy/lib/iam/identities";
import { stackResource } from "../../support/stack-resource";

const document = (Action: string): Properties => ({ Statement: { Effect: "Allow", Action, Resource: "*" } });
const role = (name: Value, props: Properties = {}) => stackResource("role", "aws:iam/role:Role", { name, ...props });
const inline = (urn: string, of: Value, sources: readonly string[] = []) =>
  stackResource(urn, "aws:iam/rolePolicy:RolePolicy", { role: of, policy: document("s3:*") }, { role: sources });
const policy = (name: Value, props: Properties = {}) =>
  stackResource("policy", "aws:iam/policy:Policy", { name, policy: document("ec2:*"), ...props });
const attachment = (of: Value, policyArn: Value, sources: readonly string[] = []) =>
  stackResource(
    "attachment",
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    { role: of, policyArn },
    { policyArn: sources },
  );

const arn = "arn:aws:iam::123456789012:policy/ci/shop";

/** Each identity with the resources that its documents are in. */
const shown = (...resources: readonly ReturnType<typeof role>[]) =>
  identitiesOf(resources).map(({ urn, kind, name, resource, documents }) => [
    urn,
    kind,
    name,
    resource?.urn,
    documents.map(({ owner, document: { path } }) => `${owner.urn} ${path}`),
  ]);

describe("the identities of a stack", () => {
  it("have their own inline policies and those of other resources", () => {
    const own = role("shop", { inlinePolicies: [{ name: "x", policy: document("s3:*") }] });
    assert.deepEqual(shown(own, inline("a", "shop"), inline("b", "other")), [
      ["role", "role", "shop", "role", ["role inlinePolicies[0].policy", "a policy"]],
      ["b", "role", "other", undefined, ["b policy"]],
    ]);
  });

  it("are found by the source of an unknown name", () => {
    assert.deepEqual(shown(role(unknownValue), inline("a", unknownValue, ["role"]), inline("b", unknownValue, ["x"])), [
      ["role", "role", unknownValue, "role", ["a policy"]],
      ["b", "role", unknownValue, undefined, ["b policy"]],
    ]);
    assert.deepEqual(shown(role("shop"), inline("a", unknownValue, ["role"])), [
      ["role", "role", "shop", "role", ["a policy"]],
    ]);
  });

  it("outside the stack are one for each name", () => {
    assert.deepEqual(shown(inline("a", "shop"), inline("b", "shop"), inline("c", "other")), [
      ["a", "role", "shop", undefined, ["a policy", "b policy"]],
      ["c", "role", "other", undefined, ["c policy"]],
    ]);
  });

  it("have the policies of the stack that are attached to them", () => {
    for (const [one, sources] of [
      [attachment("shop", arn), policy("shop")],
      [attachment("shop", unknownValue, ["policy"]), policy(unknownValue)],
    ] as const) {
      assert.deepEqual(shown(role("shop"), one, sources), [["role", "role", "shop", "role", ["policy policy"]]]);
    }
  });

  it("have AWS managed policies, but for those of a service's set-up", () => {
    assert.deepEqual(shown(role("shop"), attachment("shop", "arn:aws:iam::aws:policy/AWSBackupFullAccess")), [
      ["role", "role", "shop", "role", ["attachment policyArn"]],
    ]);
    assert.deepEqual(
      shown(role("shop"), attachment("shop", "arn:aws:iam::aws:policy/service-role/AWSCodeDeployRoleForLambda")),
      [],
    );
    assert.deepEqual(
      shown(role("shop"), attachment("shop", "arn:aws:iam::aws:policy/shop"), policy("shop")).map(([urn]) => urn),
      ["policy"],
    );
  });

  it("are users and groups as well", () => {
    const user = stackResource("user", "aws:iam/user:User", { name: "kim" });
    const group = stackResource("group", "aws:iam/group:Group", { name: "kim" });
    const given = stackResource("given", "aws:iam/userPolicy:UserPolicy", { user: "kim", policy: document("s3:*") });
    assert.deepEqual(shown(user, group, given), [["user", "user", "kim", "user", ["given policy"]]]);
  });

  it("have a policy that nobody attaches stand alone, unless it is a boundary", () => {
    assert.deepEqual(shown(policy("shop")), [["policy", undefined, undefined, undefined, ["policy policy"]]]);
    assert.deepEqual(shown(role("x", { permissionsBoundary: arn }), policy("shop")), []);
    const bounded = stackResource(
      "role",
      "aws:iam/role:Role",
      { permissionsBoundary: unknownValue },
      { permissionsBoundary: ["policy"] },
    );
    assert.deepEqual(shown(bounded, policy(unknownValue)), []);
    assert.equal(shown(role("x", { permissionsBoundary: `${arn}-x` }), policy("shop")).length, 1);
  });

  it("are none without a document", () => {
    assert.deepEqual(shown(role("shop")), []);
    assert.deepEqual(identitiesOf([]), []);
  });
});
