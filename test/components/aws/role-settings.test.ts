import assert from "node:assert/strict";
import { roleArn, rolePolicyArns } from "../../../components/aws/arn";
import { roleSettingsOf, roleSettingsProblems } from "../../../components/aws/role-settings";
import { scopeOf } from "../../../components/aws/scope";
import { scope } from "../../support/scopes";

const boundary = "arn:aws:iam::111122223333:policy/ops/boundary";
const path =
  "give a path that starts and ends with a slash, such as /delivery/, at most 512 letters, digits or _+=,.@-";

const accepted = [
  {},
  { rolePath: "/" },
  { rolePath: "/delivery/shop.dev+1/" },
  { rolePath: `/${"a".repeat(510)}/` },
  { permissionsBoundaryArn: boundary },
  { permissionsBoundaryArn: "arn:aws:iam::aws:policy/PowerUserAccess" },
  { managedPoliciesOnly: true },
];

const refused: readonly [what: string, settings: object, path: string, reason: string][] = [
  ["a path without a slash at its end", { rolePath: "/delivery" }, "rolePath", `is "/delivery": ${path}`],
  ["a path without a slash in front", { rolePath: "delivery/" }, "rolePath", `is "delivery/": ${path}`],
  ["a path with a space", { rolePath: "/a b/" }, "rolePath", `is "/a b/": ${path}`],
  [
    "a boundary that is a name",
    { permissionsBoundaryArn: "boundary" },
    "permissionsBoundaryArn",
    'is "boundary": give the ARN of a policy, arn:aws:iam::<account>:policy/<name>',
  ],
  [
    "a boundary of another account",
    { permissionsBoundaryArn: boundary.replace("111122223333", "444455556666") },
    "permissionsBoundaryArn",
    "is of account 444455556666: give a policy of account 111122223333",
  ],
];

describe("the settings of roles", () => {
  for (const settings of accepted) {
    it(`accept ${JSON.stringify(settings).slice(0, 60)}`, () => {
      assert.deepEqual(roleSettingsProblems(settings, scope.account), []);
    });
  }

  for (const [what, settings, at, reason] of refused) {
    it(`refuse ${what}`, () => {
      assert.deepEqual(roleSettingsProblems(settings, scope.account), [{ path: at, reason }]);
    });
  }

  it("are in a scope only if they are given", () => {
    assert.deepEqual(scopeOf({ account: "111122223333", region: "eu-central-1", rolePath: undefined }), scope);
    assert.deepEqual(scopeOf({ ...scope, rolePath: "/delivery/" }), { ...scope, rolePath: "/delivery/" });
    assert.deepEqual(roleSettingsOf({ managedPoliciesOnly: false }), { managedPoliciesOnly: false });
  });

  it("put the path into the ARNs of roles, and of their managed policies", () => {
    const arn = roleArn({ ...scope, rolePath: "/delivery/" }, "shop-role");
    assert.equal(arn, "arn:aws:iam::111122223333:role/delivery/shop-role");
    assert.equal(rolePolicyArns(arn), "arn:aws:iam::111122223333:policy/delivery/shop-role-*");
  });
});
