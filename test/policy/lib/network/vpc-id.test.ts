import assert from "node:assert/strict";
import { unknownValue } from "../../../../policy/iam/value";
import { vpcId } from "../../../../policy/lib/network/vpc-id";
import { stackResource } from "../../support/stack-resource";

describe("the id of a VPC", () => {
  for (const [arn, expected] of [
    ["arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-0123456789abcdef0", "vpc-0123456789abcdef0"],
    [unknownValue, unknownValue],
    [undefined, undefined],
  ] as const) {
    it(`is ${String(expected)} with the ARN ${String(arn)}`, () => {
      assert.equal(vpcId(stackResource("vpc", "aws:ec2/vpc:Vpc", { arn, id: "vpc-other" })), expected);
    });
  }
});
