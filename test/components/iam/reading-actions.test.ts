import assert from "node:assert/strict";
import { mayWrite, onlyReads, readsSecret } from "../../../components/iam/reading-actions";

describe("the name of an action", () => {
  for (const [action, expected] of Object.entries({
    "ecs:DescribeServices": "reads",
    "s3:GetObject": "reads",
    "s3:HeadObject": "reads",
    "dynamodb:BatchGetItem": "reads",
    "logs:ListTagsForResource": "reads",
    "kms:Decrypt": "reads a secret",
    "secretsmanager:GetSecretValue": "reads a secret",
    "secretsmanager:BatchGetSecretValue": "reads a secret",
    "ssm:GetParametersByPath": "reads a secret",
    "sts:GetSessionToken": "reads a secret",
    "ecr:GetAuthorizationToken": "reads a secret",
    "codeconnections:GetConnectionToken": "reads a secret",
    "ec2:GetPasswordData": "reads a secret",
    "redshift:GetClusterCredentials": "reads a secret",
    "redshift:getclustercredentials": "reads a secret",
    "ecs:UpdateService": "may write",
    "sts:AssumeRole": "may write",
    "iam:PassRole": "may write",
    "codebuild:StartBuild": "may write",
    "s3:getobject": "may write",
  })) {
    it(`says that ${action} ${expected}`, () => {
      const answer = readsSecret(action) ? "reads a secret" : mayWrite(action) ? "may write" : "reads";
      assert.equal(answer, expected);
      assert.equal(onlyReads(action), expected === "reads");
    });
  }

  it("never says both", () => {
    assert.equal(mayWrite("kms:Decrypt"), false);
  });
});
