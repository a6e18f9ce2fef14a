import assert from "node:assert/strict";
import { type Properties, unknownValue, type Value } from "../../../../policy/iam/value";
import { destroysApproved, everyStep, judgeStep } from "../../../../policy/lib/destroy/approvals";
import { unknownAt, violation } from "../../../../policy/lib/facts/finding";

const approval: Properties = {
  name: "Approve",
  category: "Approval",
  owner: "AWS",
  provider: "Manual",
  timeoutInMinutes: 60,
  configuration: { NotificationArn: "arn:aws:sns:eu-west-1:123456789012:approvers" },
};
const destroy: Properties = { name: "Destroy", category: "Build", provider: "CodeBuild", configuration: {} };
const build: Properties = { name: "Build", category: "Build", provider: "CodeBuild", configuration: {} };
const stage = (...actions: readonly Value[]): Properties => ({ name: "Stage", actions });

const judged = (...stages: readonly Value[]) => destroysApproved({ stages });
const noApproval = (path: string) =>
  violation(
    path,
    "destroys and should come after a manual approval of its own, with no other action between or beside the two",
  );
const silent = (path: string) =>
  violation(path, "should have a NotificationArn and timeoutInMinutes: what it approves destroys");

describe("a pipeline that destroys", () => {
  it("is right with an approval in the stage before, or just before in its stage", () => {
    assert.deepEqual(judged(stage(build), stage(approval), stage(destroy)), []);
    assert.deepEqual(judged(stage(approval, { ...destroy, runOrder: 2 })), []);
    assert.deepEqual(judged(stage(approval), stage({ ...approval, name: "Again" }), stage(destroy)), []);
    assert.deepEqual(judged(stage(build)), []);
  });

  const path = "stages[1].actions[0]";
  const cases: readonly (readonly [title: string, stages: readonly Value[], ...unknown[]])[] = [
    ["an approval", [stage(build), stage(destroy)], noApproval(path)],
    ["nothing beside it", [stage(approval), stage(destroy, build)], noApproval(path)],
    ["nothing beside the approval", [stage(approval, build), stage(destroy)], noApproval(path)],
    ["nothing between", [stage(approval, { ...build, runOrder: 2 }), stage(destroy)], noApproval(path)],
    ["an approval that stands before", [stage(build), stage(destroy, approval)], noApproval(path)],
    ["its approvers told", [stage({ ...approval, configuration: {} }), stage(destroy)], silent("stages[0].actions[0]")],
    [
      "an approval that ends",
      [stage({ ...approval, timeoutInMinutes: undefined }), stage(destroy)],
      silent("stages[0].actions[0]"),
    ],
    [
      "an approval of a week at most",
      [stage({ ...approval, timeoutInMinutes: 10_081 }), stage(destroy)],
      silent("stages[0].actions[0]"),
    ],
    [
      "no unknown action before it",
      [stage(unknownValue), stage(destroy)],
      unknownAt("stages[0].actions[0]"),
      unknownAt(`${path}: whether an approval stands before it`),
    ],
  ];
  for (const [title, stages, ...findings] of cases) {
    it(`needs ${title}`, () => assert.deepEqual(judged(...stages), findings));
  }

  it("accepts a week, and a topic and a timeout that are not known yet", () => {
    for (const change of [
      { timeoutInMinutes: 10_080 },
      { timeoutInMinutes: unknownValue },
      { configuration: { NotificationArn: unknownValue } },
    ] as const) {
      assert.deepEqual(judged(stage({ ...approval, ...change }), stage(destroy)), []);
    }
  });

  it("must not roll back a stage that destroys after an approval elsewhere", () => {
    const rollback = { onFailure: { result: "ROLLBACK" } };
    const refusal = violation(
      "stages[1].onFailure.result",
      "should not be ROLLBACK: it destroys again, and no approval is asked for",
    );
    assert.deepEqual(judged(stage(approval), { ...stage(destroy), ...rollback }), [refusal]);
    assert.deepEqual(judged({ ...stage(approval, { ...destroy, runOrder: 2 }), ...rollback }), []);
  });

  it("must not destroy in a condition, which nobody approves", () => {
    const rules = [{ name: "Destroy", ruleTypeId: { provider: "Commands" }, commands: ["pulumi destroy"] }];
    assert.deepEqual(judged(stage(approval), { ...stage(build), onSuccess: { condition: { rules } } }), [
      violation(
        "stages[1].onSuccess.condition.rules[0]",
        "destroys and should be an action: nobody approves what a condition runs",
      ),
    ]);
  });
});

describe("an action that may destroy", () => {
  const hidden: Properties = { ...build, commands: unknownValue };

  it("is not judged without an approval where its commands are unknown", () => {
    assert.deepEqual(judged(stage(hidden)), [unknownAt("stages[0].actions[0].commands")]);
  });

  it("is right with an approval", () => assert.deepEqual(judged(stage(approval), stage(hidden)), []));

  it("is not judged where its category is unknown", () => {
    assert.deepEqual(judged(stage({ ...build, category: unknownValue })), [unknownAt("stages[0].actions[0].category")]);
    assert.deepEqual(judged(unknownValue), [unknownAt("stages[0].actions")]);
  });
});

describe("the steps of a pipeline", () => {
  it("are its actions, and then its rules that run code", () => {
    const rules = [{ ruleTypeId: { provider: "LambdaInvoke" } }];
    const stages = [{ ...stage(build), beforeEntry: { condition: { rules } } }, stage(destroy)];
    const steps = everyStep(stages);
    assert.deepEqual(
      steps.map(({ path }) => path),
      ["stages[0].actions[0]", "stages[1].actions[0]", "stages[0].beforeEntry.condition.rules[0]"],
    );
    const [, step] = steps;
    assert.ok(step);
    assert.deepEqual(judgeStep(step, steps), [noApproval("stages[1].actions[0]")]);
  });
});
