import assert from "node:assert/strict";
import { takeConnectionTokens, useConnection } from "../../../components/iam/connection-access";

const connectionArn = "arn:aws:codeconnections:eu-central-1:111122223333:connection/1a2b";
const formerArn = connectionArn.replace("codeconnections", "codestar-connections");

describe("the access to a connection", () => {
  it("is limited to one repository where AWS compares it, under both names of the service", () => {
    const statements = useConnection({ connectionArn, repositoryId: "acme/shop" }, "StringEquals");
    assert.deepEqual(statements, [
      {
        Sid: "UseConnection",
        Effect: "Allow",
        Action: ["codeconnections:UseConnection"],
        Resource: [connectionArn, formerArn],
        Condition: { StringEquals: { "codeconnections:FullRepositoryId": "acme/shop" } },
      },
      {
        Sid: "UseConnectionFormerName",
        Effect: "Allow",
        Action: ["codestar-connections:UseConnection"],
        Resource: [connectionArn, formerArn],
        Condition: { StringEquals: { "codestar-connections:FullRepositoryId": "acme/shop" } },
      },
    ]);
  });

  it("takes tokens of each connection once, and of none without a connection", () => {
    assert.deepEqual(takeConnectionTokens([]), []);
    assert.deepEqual(takeConnectionTokens([formerArn, formerArn]), [
      {
        Sid: "SourceConnections",
        Effect: "Allow",
        Action: [
          "codeconnections:GetConnection",
          "codeconnections:GetConnectionToken",
          "codeconnections:UseConnection",
          "codestar-connections:GetConnection",
          "codestar-connections:GetConnectionToken",
          "codestar-connections:UseConnection",
        ],
        Resource: [connectionArn, formerArn],
      },
    ]);
  });
});
