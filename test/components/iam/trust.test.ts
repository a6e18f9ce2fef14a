import assert from "node:assert/strict";
import { roleTrust, serviceTrust } from "../../../components/iam/trust";
import { scope } from "../../support/scopes";

describe("serviceTrust", () => {
  it("trusts a service on behalf of this account alone", () => {
    assert.deepEqual(JSON.parse(serviceTrust(scope, "codepipeline.amazonaws.com")), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "Service",
          Effect: "Allow",
          Principal: { Service: "codepipeline.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
        },
      ],
    });
  });

  it("trusts a service that says for what it acts on behalf of one resource alone", () => {
    const project = "arn:aws:codebuild:eu-central-1:111122223333:project/shop";
    assert.deepEqual(JSON.parse(serviceTrust(scope, "codebuild.amazonaws.com", project)).Statement[0].Condition, {
      StringEquals: { "aws:SourceAccount": "111122223333" },
      ArnEquals: { "aws:SourceArn": project },
    });
  });
});

describe("roleTrust", () => {
  it("trusts one role and nobody else, through its account, because the role need not exist yet", () => {
    const role = "arn:aws:iam::111122223333:role/pipeline";
    assert.deepEqual(JSON.parse(roleTrust(scope, role)), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "Role",
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::111122223333:root" },
          Action: "sts:AssumeRole",
          Condition: { ArnEquals: { "aws:PrincipalArn": role } },
        },
      ],
    });
  });
});
