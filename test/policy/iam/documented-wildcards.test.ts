import assert from "node:assert/strict";
import { expand } from "../../../policy/iam/action-table";
import { isDocumentedOnAll } from "../../../policy/iam/documented-wildcards";

describe("an action that AWS's own pages grant on *", () => {
  const isDocumented = (pattern: string) => expand(pattern).map(isDocumentedOnAll);

  for (const name of [
    "ec2:CreateNetworkInterface",
    "ssm:UpdateInstanceInformation",
    "ecr:BatchGetImage",
    "logs:PutLogEvents",
  ]) {
    it(`is ${name}`, () => assert.deepEqual(isDocumented(name), [true]));
  }

  it("is each that only lists", () => assert.deepEqual(isDocumented("route53:ListResourceRecordSets"), [true]));

  for (const name of ["ec2:CreateVpc", "ecr:PutImage", "s3:GetObject", "ec2:TerminateInstances"]) {
    it(`is not ${name}`, () => assert.deepEqual(isDocumented(name), [false]));
  }
});
