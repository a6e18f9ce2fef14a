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
