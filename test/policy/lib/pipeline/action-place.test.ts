import assert from "node:assert/strict";
import { type Properties, unknownValue } from "../../../../policy/iam/value";
import { isSamePlace } from "../../../../policy/lib/pipeline/action-place";
import { stepOf } from "../../support/steps";

const role = (account: string, name = "deploy") => `arn:aws:iam::${account}:role/${name}`;
const pipeline: Properties = { region: "eu-west-1", roleArn: role("111122223333", "pipeline") };

describe("two actions work in one place", () => {
  const cases: readonly (readonly [title: string, one: Properties, other: Properties, expected: boolean])[] = [
    ["when both leave it to the pipeline", {}, {}, true],
    ["when one states the pipeline's region", { region: "eu-west-1" }, {}, true],
    ["not in two regions", { region: "us-east-1" }, {}, false],
    ["when both state one region", { region: "us-east-1" }, { region: "us-east-1" }, true],
    ["with two roles of one account", { roleArn: role("111122223333") }, { roleArn: role("111122223333", "x") }, true],
    ["with a role of the pipeline's account and none", { roleArn: role("111122223333") }, {}, true],
    ["not with roles of two accounts", { roleArn: role("444455556666") }, {}, false],
    ["with an empty region and role as with none", { region: "", roleArn: "" }, {}, true],
    ["with two unknown roles, as far as anybody can tell", { roleArn: unknownValue }, { roleArn: unknownValue }, true],
    ["not with an unknown role beside a known one", { roleArn: unknownValue }, {}, false],
    ["not with an unknown region beside a known one", { region: unknownValue }, {}, false],
  ];
  for (const [title, one, other, expected] of cases) {
    it(title, () => {
      assert.equal(isSamePlace(stepOf(one), stepOf(other), pipeline), expected);
      assert.equal(isSamePlace(stepOf(other), stepOf(one), pipeline), expected);
    });
  }

  it("also where the pipeline says neither", () => {
    assert.equal(isSamePlace(stepOf({}), stepOf({}), {}), true);
    assert.equal(isSamePlace(stepOf({ region: "us-east-1" }), stepOf({}), {}), false);
    assert.equal(isSamePlace(stepOf({ roleArn: unknownValue }), stepOf({}), {}), false);
  });
});
