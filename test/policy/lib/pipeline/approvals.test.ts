import assert from "node:assert/strict";
import { type Properties, unknownValue, type Value } from "../../../../policy/iam/value";
import { pipelineSteps } from "../../../../policy/lib/pipeline/actions";
import { approves, isApproved, isManualApproval } from "../../../../policy/lib/pipeline/approvals";
import { stepOf, stepsOf } from "../../support/steps";

const approval: Properties = { category: "Approval", owner: "AWS", provider: "Manual" };
const deploy: Properties = { category: "Deploy" };

describe("a manual approval", () => {
  const cases: readonly (readonly [title: string, action: Value, expected: Value])[] = [
    ["is AWS's own", approval, true],
    ["needs no owner", { category: "Approval", provider: "Manual" }, true],
    ["is no custom action, which waits for a program", { ...approval, owner: "Custom" }, false],
    ["has the provider Manual", { ...approval, provider: "Other" }, false],
    ["has the category Approval", { ...approval, category: "Deploy" }, false],
    ["is unknown with an unknown category", { ...approval, category: unknownValue }, unknownValue],
    ["is unknown with an unknown provider", { ...approval, provider: unknownValue }, unknownValue],
    ["is known not to be one with another category", { category: "Deploy", provider: unknownValue }, false],
    ["is unknown when the whole action is", unknownValue, unknownValue],
  ];
  for (const [title, action, expected] of cases) {
    it(title, () => assert.equal(isManualApproval(stepOf(action)), expected));
  }
});

describe("an action is approved", () => {
  const lastIsApproved = (...stages: readonly (readonly Value[])[]) => {
    const steps = stepsOf(...stages);
    return isApproved(steps.at(-1) ?? assert.fail(), steps);
  };
  const cases: readonly (readonly [title: string, verdict: Value, expected: Value])[] = [
    ["by an approval in an earlier stage", lastIsApproved([approval], [], [deploy]), true],
    ["by an earlier one in its stage", lastIsApproved([approval, { ...deploy, runOrder: 2 }]), true],
    ["not by one beside it", lastIsApproved([approval, deploy]), false],
    ["not by a later one", lastIsApproved([{ ...approval, runOrder: 2 }, deploy]), false],
    ["not by itself", lastIsApproved([approval]), false],
    ["not without one", lastIsApproved([{ category: "Source" }], [deploy]), false],
    ["unknown by an unknown action before it", lastIsApproved([unknownValue], [deploy]), unknownValue],
    ["by a known one beside an unknown", lastIsApproved([unknownValue, approval], [deploy]), true],
    [
      "unknown by one with an unknown runOrder",
      lastIsApproved([{ ...approval, runOrder: unknownValue }, deploy]),
      unknownValue,
    ],
  ];
  for (const [title, verdict, expected] of cases) {
    it(title, () => assert.equal(verdict, expected));
  }
});

describe("an approval in a stage that a condition can skip", () => {
  const verdict = (result: Value, sameStage = false) => {
    const gate: Properties = { beforeEntry: { condition: { result } } };
    const after: Properties = { ...deploy, runOrder: 2 };
    const steps = pipelineSteps(
      sameStage ? [{ ...gate, actions: [approval, after] }] : [{ ...gate, actions: [approval] }, { actions: [after] }],
    );
    const [one, other] = steps;
    assert.ok(one && other);
    return approves(one, other);
  };

  it("does not count for later stages", () => assert.equal(verdict("SKIP"), false));
  it("counts for its own stage, which is skipped too", () => assert.equal(verdict("SKIP", true), true));
  const check = (value: Value, provider = "VariableCheck"): Properties => ({
    beforeEntry: {
      condition: {
        result: "SKIP",
        rules: [
          {
            name: "Changes",
            ruleTypeId: { provider },
            configuration: { Variable: "#{Plan.COUNT}", Value: value, Operator: "NE" },
          },
        ],
      },
    },
  });
  const together = (approving: Properties, deploying: Properties) => {
    const [one, other] = pipelineSteps([
      { ...approving, actions: [approval] },
      { ...deploying, actions: [deploy] },
    ]);
    assert.ok(one && other);
    return approves(one, other);
  };
  const shared: readonly (readonly [title: string, verdict: Value, expected: Value])[] = [
    ["counts for a stage that the same variable skips", together(check("0"), check("0")), true],
    ["does not count for one that another value skips", together(check("0"), check("1")), false],
    ["does not count for one that is not skipped", together(check("0"), {}), false],
    [
      "does not count where a function decides",
      together(check("0", "LambdaInvoke"), check("0", "LambdaInvoke")),
      false,
    ],
    [
      "does not count where a clock decides",
      together(check("0", "DeploymentWindow"), check("0", "DeploymentWindow")),
      false,
    ],
    [
      "does not count where its failure is skipped",
      together({ ...check("0"), onFailure: { result: "SKIP" } }, check("0")),
      false,
    ],
    [
      "does not count for a condition without rules",
      together({ beforeEntry: { condition: { result: "SKIP" } } }, { beforeEntry: { condition: { result: "SKIP" } } }),
      false,
    ],
    ["is unknown with an unknown value", together(check(unknownValue), check("0")), unknownValue],
  ];
  for (const [title, counts, expected] of shared) {
    it(title, () => assert.equal(counts, expected));
  }
  it("counts where the condition only fails the stage", () => assert.equal(verdict("FAIL"), true));
  it("is unknown where the result is", () => assert.equal(verdict(unknownValue), unknownValue));
});
