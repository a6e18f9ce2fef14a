import assert from "node:assert/strict";
import { identitiesOf } from "../../../cli/insight/identities";
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
});
