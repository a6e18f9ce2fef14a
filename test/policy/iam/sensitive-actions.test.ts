import assert from "node:assert/strict";
import { expand } from "../../../policy/iam/action-table";
import { credentialActions, dataActions } from "../../../policy/iam/sensitive-actions";

describe("the actions whose answers are credentials or data", () => {
  it("are actions that AWS has, in AWS's own spelling", () => {
    const known = new Set(expand("*").map(({ name }) => name));
    assert.deepEqual(
      [...credentialActions, ...dataActions].filter((name) => !known.has(name)),
      [],
    );
  });

  it("are listed once, in the order of services and names, and are one of the two", () => {
    const sortKey = (name: string) => name.toLowerCase().replace(":", " ");
    for (const list of [credentialActions, dataActions]) {
      const sorted = [...new Set(list)].toSorted((one, other) => (sortKey(one) < sortKey(other) ? -1 : 1));
      assert.deepEqual(list, sorted);
    }
    assert.deepEqual(
      credentialActions.filter((name) => dataActions.includes(name)),
      [],
    );
  });

  it("leave out the logins to registries, for which AWS takes no resource", () => {
    for (const login of [
      "ecr:GetAuthorizationToken",
      "ecr-public:GetAuthorizationToken",
      "sts:GetServiceBearerToken",
    ]) {
      assert.equal(credentialActions.includes(login), false, login);
    }
  });

  it("have every way to assume a role, and to make a key of a user", () => {
    const assuming = credentialActions.filter((name) => /^sts:Assume|^iam:Create/.test(name));
    assert.deepEqual(assuming, [
      "iam:CreateAccessKey",
      "iam:CreateLoginProfile",
      "iam:CreateServiceSpecificCredential",
      "sts:AssumeRole",
      "sts:AssumeRoleWithSAML",
      "sts:AssumeRoleWithWebIdentity",
      "sts:AssumeRoot",
    ]);
  });
});
