import assert from "node:assert/strict";
import { planBuildStart } from "../../../components/codebuild/build-starts";
import { scope } from "../../support/scopes";

describe("the start of a build", () => {
  it("is a rule that may start builds of one project and nothing else", () => {
    const { trust, ...start } = planBuildStart(scope, "shop-test", {
      name: "nightly",
      description: "Starts a build",
      when: { scheduleExpression: "rate(1 day)" },
    });
    assert.deepEqual(start, {
      description: "Starts a build",
      ruleName: "shop-test-builds-nightly",
      when: { scheduleExpression: "rate(1 day)" },
      roleName: "shop-test+builds-nightly+eu-central-1",
      statements: [
        {
          Sid: "StartBuild",
          Effect: "Allow",
          Action: ["codebuild:StartBuild"],
          Resource: ["arn:aws:codebuild:eu-central-1:111122223333:project/shop-test"],
        },
      ],
    });
    assert.deepEqual(JSON.parse(trust).Statement[0].Condition, {
      StringEquals: { "aws:SourceAccount": "111122223333" },
      ArnEquals: { "aws:SourceArn": "arn:aws:events:eu-central-1:111122223333:rule/shop-test-builds-nightly" },
    });
  });
});
