import assert from "node:assert/strict";
import { readAwsConditions } from "../../../../components/pipelines/aws-form/aws-conditions";

const typeId = { category: "Rule", owner: "AWS", provider: "VariableCheck", version: "1" };
const rule = {
  name: "Wanted",
  ruleTypeId: typeId,
  configuration: { Variable: "#{Repository.CommitMessage}", Value: "skip", Operator: "NE" },
};
const read = { name: "Wanted", provider: "VariableCheck", configuration: rule.configuration };

describe("the conditions of AWS's form", () => {
  for (const [what, written, meant] of [
    ["one condition", { conditions: [{ result: "FAIL", rules: [rule] }] }, { result: "FAIL", rules: [read] }],
    [
      "the result beside the condition, as a retry has it",
      { result: "RETRY", retryConfiguration: { retryMode: "ALL_ACTIONS" }, conditions: [] },
      { result: "RETRY", retryMode: "ALL_ACTIONS" },
    ],
    [
      "the result twice, the same",
      { result: "ROLLBACK", conditions: [{ result: "ROLLBACK", rules: [rule] }] },
      { result: "ROLLBACK", rules: [read] },
    ],
    ["no condition", { conditions: [] }, undefined],
    ["nothing", {}, undefined],
    [
      "a rule with a timeout as text",
      { conditions: [{ rules: [{ ...rule, timeoutInMinutes: "5" }] }] },
      { rules: [{ ...read, timeoutInMinutes: 5 }] },
    ],
    [
      "a rule with artifacts",
      { conditions: [{ rules: [{ ...rule, inputArtifacts: [{ name: "source" }] }] }] },
      { rules: [{ ...read, inputArtifacts: ["source"] }] },
    ],
    [
      "a rule of an unknown provider",
      { conditions: [{ rules: [{ ...rule, ruleTypeId: { provider: "Mine" }, configuration: { A: 1 } }] }] },
      { rules: [{ name: "Wanted", provider: "Mine", configuration: { A: 1 } }] },
    ],
  ] as const) {
    it(`are read with ${what}`, () => {
      assert.deepEqual(readAwsConditions(written), meant);
    });
  }

  for (const [what, written, left] of [
    [
      "a second condition",
      { conditions: [{ result: "FAIL" }, { result: "SKIP" }] },
      { result: "FAIL", conditions: [{ result: "SKIP" }] },
    ],
    [
      "two results that differ",
      { result: "FAIL", conditions: [{ result: "SKIP" }] },
      { result: "FAIL", conditions: [{ result: "SKIP" }] },
    ],
    [
      "something else in the retry",
      { retryConfiguration: { retryMode: "ALL_ACTIONS", max: 3 } },
      { retryMode: "ALL_ACTIONS", retryConfiguration: { max: 3 } },
    ],
    ["a retry that is no map", { retryConfiguration: "ALL" }, { retryConfiguration: "ALL" }],
    ["conditions that are no list", { conditions: "x" }, { conditions: "x" }],
    ["a rule without a type", { conditions: [{ rules: [{ name: "Wanted" }] }] }, { rules: [{ name: "Wanted" }] }],
    ["rules that are no list", { conditions: [{ rules: "x" }] }, { rules: "x" }],
    [
      "a configuration that is no map",
      { conditions: [{ rules: [{ ...rule, configuration: "x" }] }] },
      { rules: [{ ...read, configuration: "x" }] },
    ],
  ] as const) {
    it(`leave ${what} where the schema refuses it`, () => {
      assert.deepEqual(readAwsConditions(written), left);
    });
  }

  it("stay as they are without a map", () => {
    for (const other of [undefined, null, "x", ["x"]]) {
      assert.equal(readAwsConditions(other), other);
    }
  });
});
