import assert from "node:assert/strict";
import { readDocument } from "@platform/aws-pipelines-policy/iam";
import { admitPrincipals } from "../../../cli/insight/admitted-principals";

function statementsOf(...statements: object[]) {
  return readDocument({ path: "policy", value: JSON.stringify({ Statement: statements }) }).statements;
}

const base = { Effect: "Allow", Principal: "*", Action: "kms:Decrypt", Resource: "*" };
const role = "arn:aws:iam::111122223333:role/deploy";

describe("the principals that conditions let in", () => {
  it("are those of the narrowest condition, which stays", () => {
    const [statement] = admitPrincipals(
      statementsOf({
        ...base,
        Condition: { StringEquals: { "aws:PrincipalOrgID": "o-acme" }, ArnLike: { "aws:PrincipalArn": role } },
      }),
    );
    assert.deepEqual(
      statement?.principals.map(({ type, value }) => [type, value]),
      [["AWS", role]],
    );
    assert.equal(statement?.conditions.length, 2);
  });

  for (const [what, condition] of [
    ["a variable in place of an account", { StringEquals: { "aws:PrincipalAccount": `\${aws:ResourceAccount}` } }],
    [
      "a variable in an ARN",
      { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::111122223333:role/\${aws:PrincipalTag/team}` } },
    ],
    ["a pattern of accounts", { StringLike: { "aws:PrincipalAccount": "1111*" } }],
    ["an ARN in another case", { StringEqualsIgnoreCase: { "aws:PrincipalArn": role.toUpperCase() } }],
    ["a condition that holds without its key", { ArnLikeIfExists: { "aws:PrincipalArn": role } }],
    ["every principal but one", { ArnNotLike: { "aws:PrincipalArn": role } }],
    ["all of no values", { "ForAllValues:StringLike": { "aws:PrincipalOrgPaths": "o-acme/*" } }],
    ["the presence of a key", { Null: { "aws:PrincipalArn": "false" } }],
  ] as const) {
    it(`stay anyone for ${what}`, () => {
      const statements = statementsOf({ ...base, Condition: condition });
      assert.equal(admitPrincipals(statements), statements);
    });
  }

  it("are those of the condition that names them where another one of the key does not", () => {
    const [statement] = admitPrincipals(
      statementsOf({
        ...base,
        Condition: {
          StringEquals: { "aws:PrincipalAccount": `\${aws:ResourceAccount}` },
          StringLike: { "aws:PrincipalAccount": "111122223333" },
        },
      }),
    );
    assert.deepEqual(
      statement?.principals.map(({ value }) => value),
      ["111122223333"],
    );
  });

  it("leave services, denies and open statements as they are", () => {
    const condition = { Condition: { ArnEquals: { "aws:PrincipalArn": role } } };
    const statements = statementsOf(
      base,
      { ...base, ...condition, Effect: "Deny" },
      { ...base, ...condition, Principal: { Service: "codebuild.amazonaws.com" } },
    );
    assert.equal(admitPrincipals(statements), statements);
  });
});
