import assert from "node:assert/strict";
import { type Properties, unknownValue, type Value } from "../../../../policy/iam/value";
import { conditionSteps, rollsBack, skips } from "../../../../policy/lib/pipeline/stage-conditions";

function rule(provider: Value, more: Properties = {}): Properties {
  return { name: "rule", ruleTypeId: { provider }, ...more };
}

describe("the condition rules of a pipeline that run code", () => {
  it("are steps before or after the actions of their stage", () => {
    const lambda = rule("LambdaInvoke", { configuration: { FunctionName: "check" } });
    const stage: Properties = {
      name: "Deploy",
      beforeEntry: { condition: { rules: [rule("VariableCheck"), lambda] } },
      onSuccess: { condition: { rules: [rule("Commands", { commands: ["x"], region: "eu-west-1", roleArn: "r" })] } },
      onFailure: { condition: { rules: unknownValue } },
    };
    const steps = conditionSteps([{ name: "Source" }, stage]);
    assert.deepEqual(
      steps.map(({ path, value }) => [path, value]),
      [
        [
          "stages[1].beforeEntry.condition.rules[1]",
          {
            name: "rule",
            configuration: { FunctionName: "check" },
            commands: undefined,
            region: undefined,
            roleArn: undefined,
            category: "Rule",
            provider: "LambdaInvoke",
            runOrder: 0,
          },
        ],
        [
          "stages[1].onSuccess.condition.rules[0]",
          {
            name: "rule",
            configuration: undefined,
            commands: ["x"],
            region: "eu-west-1",
            roleArn: "r",
            category: "Rule",
            provider: "Commands",
            runOrder: Number.MAX_SAFE_INTEGER,
          },
        ],
        [
          "stages[1].onFailure.condition.rules",
          {
            name: unknownValue,
            configuration: unknownValue,
            commands: unknownValue,
            region: unknownValue,
            roleArn: unknownValue,
            category: "Rule",
            provider: unknownValue,
            runOrder: Number.MAX_SAFE_INTEGER,
          },
        ],
      ],
    );
    assert.deepEqual(
      steps.map((step) => [step.stageIndex, step.stage]),
      [1, 1, 1].map((index) => [index, stage]),
    );
  });

  it("are none that only look", () => {
    const rules = ["VariableCheck", "DeploymentWindow", "CloudWatchAlarm"].map((provider) => rule(provider));
    assert.deepEqual(conditionSteps([{ beforeEntry: { condition: { rules } } }]), []);
    assert.deepEqual(conditionSteps([{}]), []);
    assert.deepEqual(conditionSteps(undefined), []);
  });

  it("are none of an unknown stage, which is unknown once, in the place of its actions", () => {
    assert.deepEqual(conditionSteps([unknownValue]), []);
    assert.deepEqual(conditionSteps(unknownValue), []);
  });
});

describe("a stage that conditions", () => {
  const condition = (result: Value): Properties => ({ condition: { result } });

  for (const [title, stage, expected] of [
    ["skip on entry", { beforeEntry: condition("SKIP") }, true],
    ["skip after a failure", { onFailure: condition("SKIP") }, true],
    ["let pass after a failure without a rule", { onFailure: { result: "SKIP" } }, true],
    ["fail", { beforeEntry: condition("FAIL"), onFailure: { result: "ROLLBACK" } }, false],
    ["judge after success alone", { onSuccess: condition("SKIP") }, false],
    ["may skip by an unknown result", { beforeEntry: condition(unknownValue) }, unknownValue],
    [
      "skip in spite of an unknown result",
      { beforeEntry: condition(unknownValue), onFailure: { result: "SKIP" } },
      true,
    ],
    ["are unknown of", unknownValue, unknownValue],
    ["leave alone", {}, false],
  ] as const) {
    it(`${title}: skipped is ${String(expected)}`, () => assert.equal(skips(stage), expected));
  }

  for (const [title, stage, expected] of [
    ["roll back after success", { onSuccess: condition("ROLLBACK") }, "onSuccess.condition.result"],
    ["roll back after a rule of failure", { onFailure: condition("ROLLBACK") }, "onFailure.condition.result"],
    ["roll back after a failure", { onFailure: { result: "ROLLBACK" } }, "onFailure.result"],
    ["retry", { onFailure: { result: "RETRY" } }, undefined],
    ["never roll back on entry", { beforeEntry: condition("ROLLBACK") }, undefined],
    ["leave alone", {}, undefined],
  ] as const) {
    it(`${title}: ${expected ?? "no property rolls back"}`, () => assert.equal(rollsBack(stage), expected));
  }
});
