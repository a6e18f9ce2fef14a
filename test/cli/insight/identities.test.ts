import assert from "node:assert/strict";
import { identitiesOf } from "../../../cli/insight/identities";
import { type PropertyValue, UNKNOWN } from "../../../cli/preview/base/property-value";
import { resource } from "../preview/support/resource";

const document = JSON.stringify({ Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }] });

describe("the identities of a program", () => {
  it("have the ARN of their path and name, with any partition and account", () => {
    const subjects = [
      resource("aws:iam/role:Role", "r", { inputs: { name: "build", path: "/delivery/" } }),
      resource("aws:iam/user:User", "ann"),
      resource("aws:iam/group:Group", "devs"),
    ];
    assert.deepEqual(
      identitiesOf(subjects).map(({ kind, arn }) => [kind, arn]),
      [
        ["role", "arn:*:iam::*:role/delivery/build"],
        ["user", "arn:*:iam::*:user/ann"],
        ["group", "arn:*:iam::*:group/devs"],
      ],
    );
  });

  it("do not take a policy of AWS for a policy of the program with the same name", () => {
    const policy = resource("aws:iam/policy:Policy", "p", { inputs: { name: "ReadOnlyAccess", policy: document } });
    const attached = (arn: string) =>
      identitiesOf([policy, resource("aws:iam/role:Role", "r", { inputs: { managedPolicyArns: [arn] } })])[0];
    assert.equal(attached("arn:aws:iam::111122223333:policy/ReadOnlyAccess")?.statements.length, 1);
    assert.deepEqual(attached("arn:aws:iam::aws:policy/ReadOnlyAccess")?.notKnown, [
      "managed policy arn:aws:iam::aws:policy/ReadOnlyAccess",
    ]);
  });

  it("are also existing ones that policies of the program are for, by name or with an unknown name", () => {
    const shared = resource("aws:iam/policyAttachment:PolicyAttachment", "shared", {
      inputs: { roles: ["build"], users: ["ann"], policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
    });
    const rights = (name: string, role: PropertyValue) =>
      resource("aws:iam/rolePolicy:RolePolicy", name, { inputs: { role, policy: document } });
    const created = resource("aws:iam/role:Role", "r", { inputs: { name: "build" } });
    const elsewhere = (kind: string) => `everything else about this ${kind}, which the program does not create`;
    assert.deepEqual(
      identitiesOf([rights("approve", "leads"), rights("later", UNKNOWN), shared, created]).map(
        ({ urn, kind, name, arn, statements, notKnown }) => [
          ...[urn === created.urn, kind, name, arn],
          ...[statements.map(({ path }) => path), notKnown],
        ],
      ),
      [
        [
          true,
          "role",
          "build",
          "arn:*:iam::*:role/build",
          [],
          ["managed policy arn:aws:iam::aws:policy/ReadOnlyAccess"],
        ],
        [false, "role", "leads", "arn:*:iam::*:role/leads", ["approve.Statement[0]"], [elsewhere("role")]],
        [false, "role", "[unknown]", "arn:*:iam::*:role/[unknown]", ["later.Statement[0]"], [elsewhere("role")]],
        [
          ...[false, "user", "ann", "arn:*:iam::*:user/ann", []],
          ["managed policy arn:aws:iam::aws:policy/ReadOnlyAccess", elsewhere("user")],
        ],
      ],
    );
  });

  it("are no unknown ones where an unknown name is that of a created role", () => {
    const created = resource("aws:iam/role:Role", "r");
    const rights = resource("aws:iam/rolePolicy:RolePolicy", "rights", {
      inputs: { role: UNKNOWN, policy: document },
      propertyDependencies: { role: [created.urn] },
    });
    assert.deepEqual(
      identitiesOf([created, rights]).map(({ urn, statements }) => [urn, statements.length]),
      [[created.urn, 1]],
    );
  });
});
