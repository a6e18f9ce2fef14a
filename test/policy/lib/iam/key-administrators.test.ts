import assert from "node:assert/strict";
import { readDocument } from "../../../../policy/iam/document";
import type { Properties } from "../../../../policy/iam/value";
import { judgeKeySharing } from "../../../../policy/lib/iam/key-administrators";

const own = "111122223333";
const foreign = "999988887777";
const role = `arn:aws:iam::${foreign}:role/ops`;
const path = "policy.Statement.Principal.AWS";
const changes = `${path} should be a principal of the account ${own}: the account ${foreign} may change the key policy`;
const grants = `${path} should be a principal of the account ${own}: the account ${foreign} may create grants for the key`;

function said(
  change: Properties,
  owned: readonly string[] = [own],
  administrators: readonly string[] = [own],
): string[] {
  const Statement = { Effect: "Allow", Principal: { AWS: role }, Action: "kms:PutKeyPolicy", Resource: "*", ...change };
  const { statements } = readDocument({ path: "policy", value: { Statement } });
  const owners = { own: new Set(owned), administrators: new Set(administrators) };
  return statements.flatMap((each) => judgeKeySharing(each, owners)).map(({ message }) => message);
}

describe("the accounts that a key policy names", () => {
  for (const [title, change, ...expected] of [
    ["may not change it where another account owns the key", {}, changes],
    ["may not change it by all actions", { Action: "kms:*" }, changes],
    ["may not change it by all actions but one", { Action: undefined, NotAction: "kms:Decrypt" }, changes],
    [
      "may not change it as a whole, which is said once",
      { Principal: { AWS: `arn:aws:iam::${foreign}:root` } },
      changes,
    ],
    ["may not create grants", { Action: "kms:CreateGrant" }, grants],
    [
      "may create grants for AWS resources",
      { Action: "kms:CreateGrant", Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } } },
    ],
    [
      "may create grants through a service",
      { Action: "kms:CreateGrant", Condition: { StringEquals: { "kms:ViaService": "ec2.eu-west-1.amazonaws.com" } } },
    ],
    ["may decrypt by a role", { Action: "kms:Decrypt" }],
    [
      "may not decrypt as a whole",
      { Action: "kms:Decrypt", Principal: { AWS: foreign } },
      `${path} should name roles: any principal of the account ${foreign} may get this access`,
    ],
    ["may be the owner", { Principal: { AWS: `arn:aws:iam::${own}:role/ops` } }],
    ["may be no account at all", { Principal: { AWS: "*" } }],
  ] as const) {
    it(title, () => assert.deepEqual(said(change), expected));
  }

  it("are both named where both may change the policy and no ARN tells the owner", () => {
    const both = `${path} should be a principal of the key's account: the accounts ${own} and ${foreign} may change the key policy`;
    assert.deepEqual(said({}, [], [own, foreign]), [both]);
  });

  it("are not judged where nothing tells the owner", () => assert.deepEqual(said({}, [], []), []));
});
