import assert from "node:assert/strict";
import type { Statement } from "../../../components/iam/statement";
import { statementProblems } from "../../../components/iam/statement-problems";

const statement: Statement = {
  Sid: "Read",
  Effect: "Allow",
  Action: ["s3:GetObject"],
  Resource: ["arn:aws:s3:::data/*"],
};

describe("statementProblems", () => {
  it("takes what IAM takes", () => {
    const others: Statement[] = [
      { ...statement, Action: "s3:Get*", Resource: "*" },
      { Sid: "Not", Effect: "Deny", Action: "*", NotResource: ["arn:aws:s3:::data"] },
    ];
    assert.deepEqual(statementProblems("permissions", [statement, ...others]), []);
  });

  it("refuses names, actions and resources that IAM does not accept, with the statement and the fix", () => {
    const wrong: Statement[] = [
      { ...statement, Sid: "Read it" },
      { ...statement, Action: ["s3:GetObject", "GetObject"] },
      { ...statement, Resource: "data/*" },
      { Sid: "Not", Effect: "Deny", Action: "*", NotResource: ["data"] },
    ];
    assert.deepEqual(statementProblems("permissions", wrong), [
      { path: "permissions[0].Sid", reason: 'is "Read it": give letters and digits, such as ReadData' },
      { path: "permissions[1].Action", reason: 'is "GetObject": give an action of a service, such as s3:GetObject' },
      { path: "permissions[2].Resource", reason: 'is "data/*": give an ARN, or *' },
      { path: "permissions[3].NotResource", reason: 'is "data": give an ARN, or *' },
    ]);
  });
});
