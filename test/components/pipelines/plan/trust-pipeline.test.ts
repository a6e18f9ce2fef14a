import assert from "node:assert/strict";
import { trustPipeline } from "../../../../components/pipelines/plan/trust-pipeline";

const place = { account: "111122223333", region: "eu-central-1" };

function principalArn(policy: string): unknown {
  return JSON.parse(policy).Statement[0].Condition.ArnEquals["aws:PrincipalArn"];
}

describe("the trust policy of a role that a pipeline uses", () => {
  it("allows the role of the pipeline alone, which may not exist yet", () => {
    assert.deepEqual(JSON.parse(trustPipeline("shop", place)), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "Role",
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::111122223333:root" },
          Action: "sts:AssumeRole",
          Condition: { ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/shop+eu-central-1" } },
        },
      ],
    });
  });

  it("has the partition of the region and the path of the pipeline's roles", () => {
    assert.equal(
      principalArn(trustPipeline("shop", { account: "111122223333", region: "cn-north-1", rolePath: "/ci/" })),
      "arn:aws-cn:iam::111122223333:role/ci/shop+cn-north-1",
    );
  });
});
