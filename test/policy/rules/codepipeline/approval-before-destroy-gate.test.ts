import assert from "node:assert/strict";
import { codepipelineApprovalBeforeDestroy as rule } from "../../../../policy/rules/codepipeline/approval-before-destroy";
import { destroyStack, entry, name } from "../../../fixtures/policy/destroy";
import type { Changes } from "../../support/cases";
import { saidOf, withChanged } from "../../support/destroying";
import { type StackEntry, unknownText, unknownVerdict } from "../../support/judging";
import { build } from "../../support/pipelines";

const action = "stages[4].actions[0]";
const ungated = `mandatory ${name}: ${action} destroys and should come after a manual approval of its own, with no other action between or beside the two`;
const unheard = (stage: number) =>
  `mandatory ${name}: stages[${stage}].actions[0] should have a NotificationArn and timeoutInMinutes: what it approves destroys`;
const outOfCondition = (path: string) =>
  `mandatory ${name}: ${path} destroys and should be an action: nobody approves what a condition runs`;

function itSays(title: string, stack: readonly StackEntry[], ...expected: readonly string[]): void {
  it(title, () => assert.deepEqual(saidOf(rule, stack), expected));
}

/** A test of the pipeline that destroys, changed. */
function itRefuses(title: string, changes: Changes, ...expected: readonly string[]): void {
  itSays(title, withChanged(name, changes), ...expected);
}

const stages = destroyStack.find((it) => it.name === name)?.props.stages;
assert.ok(Array.isArray(stages));
const [source, preview, approve, again, destroy] = stages;
const test = { name: "Test", actions: [build("Check", "shop-check")] };
const condition = (provider: string, more: object = {}, result = "FAIL") => ({
  condition: { result, rules: [{ name: "Look", ruleTypeId: { category: "Rule", owner: "AWS", provider }, ...more }] },
});

describe("codepipeline-approval-before-destroy, whatever is taken from the gate", () => {
  itRefuses("refuses both approvals gone", { stages: [source, preview, destroy] }, ungated.replace("[4]", "[2]"));
  itRefuses("accepts one approval, as outside of production", { stages: [source, preview, approve, destroy] });
  itRefuses("accepts both in one stage", {
    stages: [
      source,
      preview,
      { name: "Approve", actions: [...approve.actions, { ...again.actions[0], name: "Again", runOrder: 2 }] },
      destroy,
    ],
  });
  itRefuses(
    "refuses them behind it",
    { stages: [source, preview, destroy, approve, again] },
    ungated.replace("[4]", "[2]"),
  );
  for (const stage of [2, 3]) {
    const path = `stages[${stage}].actions[0]`;
    itRefuses(
      `refuses approval ${stage} without a topic`,
      { [`${path}.configuration.NotificationArn`]: undefined },
      unheard(stage),
    );
    itRefuses(
      `refuses approval ${stage} without a timeout`,
      { [`${path}.timeoutInMinutes`]: undefined },
      unheard(stage),
    );
    itRefuses(
      `refuses approval ${stage} that waits for longer than a week`,
      { [`${path}.timeoutInMinutes`]: 86400 },
      unheard(stage),
    );
  }
  itRefuses(
    "refuses a topic that is none",
    { "stages[2].actions[0].configuration.NotificationArn": "nobody" },
    unheard(2),
  );
  itRefuses(
    "refuses a custom action for an approval",
    {
      stages: [
        source,
        preview,
        { name: "Approve", actions: [{ ...approve.actions[0], owner: "Custom", provider: "Bot" }] },
        destroy,
      ],
    },
    ungated.replace("[4]", "[3]"),
  );
  itRefuses("refuses another stage between", { stages: [source, preview, approve, test, destroy] }, ungated);
  itRefuses(
    "refuses another action beside it",
    { "stages[4].actions": [...destroy.actions, ...test.actions] },
    ungated,
  );
  itRefuses("accepts another stage behind it", { stages: [source, preview, approve, again, destroy, test] });
  itRefuses("accepts another stage before the approvals", { stages: [source, preview, test, approve, destroy] });
  for (const skip of [
    { beforeEntry: condition("VariableCheck", {}, "SKIP") },
    { onFailure: condition("VariableCheck", {}, "SKIP") },
    { onFailure: { result: "SKIP" } },
  ]) {
    const skipping = [source, preview, { ...approve, ...skip }, destroy];
    itRefuses(`refuses ${JSON.stringify(skip).slice(0, 40)}`, { stages: skipping }, ungated.replace("[4]", "[3]"));
  }
  itRefuses(
    "cannot judge whether a condition skips",
    { stages: [source, preview, { ...approve, onFailure: { result: unknownText } }, destroy] },
    `advisory ${name}: ${unknownVerdict("stages[3].actions[0]: whether an approval stands before it").text}`,
  );
  for (const place of ["onFailure.result", "onFailure.condition.result", "onSuccess.condition.result"]) {
    const [moment = "", ...rest] = place.split(".");
    const result = rest.length === 1 ? { result: "ROLLBACK" } : { condition: { result: "ROLLBACK", rules: [] } };
    itRefuses(
      `refuses a rollback by ${place}, which asks nobody`,
      { [`stages[4].${moment}`]: result },
      `mandatory ${name}: stages[4].${place} should not be ROLLBACK: it destroys again, and no approval is asked for`,
    );
  }
  itRefuses("accepts a rollback of a stage that asks first", {
    stages: [
      source,
      preview,
      {
        name: "Destroy",
        onFailure: { result: "ROLLBACK" },
        actions: [approve.actions[0], { ...destroy.actions[0], runOrder: 2 }],
      },
    ],
  });
});

describe("codepipeline-approval-before-destroy, in the conditions of stages", () => {
  const command = { commands: ["pulumi destroy --yes"] };
  itRefuses(
    "refuses a command that destroys before a stage",
    { "stages[1].beforeEntry": condition("Commands", command) },
    outOfCondition("stages[1].beforeEntry.condition.rules[0]"),
  );
  itRefuses(
    "refuses one behind a stage, even behind the approvals",
    { "stages[4].onSuccess": condition("Commands", command) },
    outOfCondition("stages[4].onSuccess.condition.rules[0]"),
  );
  itRefuses(
    "refuses a project between, though it is run only when an approval is refused",
    { "stages[3].onFailure": condition("CodeBuild", { configuration: { ProjectName: "shop-operations" } }) },
    ungated,
  );
  itSays(
    "refuses it by what the project does",
    withChanged(name, {
      "stages[4].onFailure": condition("CodeBuild", { configuration: { ProjectName: "shop-operations" } }),
    }).concat(
      entry("operations", "codebuild/project:Project", {
        name: "shop-operations",
        source: { buildspec: "- tofu destroy\n" },
      }),
    ),
    outOfCondition("stages[4].onFailure.condition.rules[0]"),
  );
  itRefuses(
    "refuses a function whose name says so",
    { "stages[0].onSuccess": condition("LambdaInvoke", { configuration: { FunctionName: "teardown" } }) },
    outOfCondition("stages[0].onSuccess.condition.rules[0]"),
  );
  for (const provider of ["CodeBuild", "Commands", "LambdaInvoke"]) {
    itRefuses(
      `refuses ${provider} between the approval and what it is for`,
      { "stages[4].beforeEntry": condition(provider, { commands: ["./prepare.sh"] }) },
      ungated,
    );
  }
  for (const provider of ["VariableCheck", "DeploymentWindow", "CloudWatchAlarm"]) {
    itRefuses(`lets ${provider} look there`, { "stages[4].beforeEntry": condition(provider) });
  }
});
