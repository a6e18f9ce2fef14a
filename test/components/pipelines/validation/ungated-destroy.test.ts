import assert from "node:assert/strict";
import { outlinePipeline } from "../../../../components/pipelines/validation/outline";
import {
  destroyCommandProblems,
  ungatedDestroyProblems,
} from "../../../../components/pipelines/validation/ungated-destroy";
import { approvalAction, buildAction, pipelineOf } from "../../../support/pipelines";
import { scope } from "../../../support/scopes";

const buildspec = "phases:\n  build:\n    commands:\n      - pulumi destroy --yes\n";
const destroys = buildAction({ name: "Down" }, { BuildspecOverride: buildspec });
const commands = { name: "Down", provider: "Commands", commands: ["npm ci", "terraform destroy"] };

function paths(definition: unknown): string[] {
  return ungatedDestroyProblems(outlinePipeline(definition), scope).map(({ path }) => path);
}

function stack(name: string, ActionMode: string, more: object = {}) {
  const configuration = { ActionMode, StackName: "shop-test" };
  return { name, provider: "CloudFormation", configuration, ...more };
}

const deletes = stack("Delete", "DELETE_ONLY");

describe("commands that wait for nobody", () => {
  it("may not destroy", () => {
    assert.deepEqual(destroyCommandProblems("test.commands", ["npm test", "pulumi destroy --yes"]), [
      {
        path: "test.commands[1]",
        reason:
          'is "pulumi destroy --yes", which destroys without asking anybody: destroy by the settings\' destroy, behind an approval',
      },
    ]);
    assert.deepEqual(destroyCommandProblems("test.commands", undefined), []);
  });
});

describe("a pipeline that destroys by what it says itself", () => {
  it("waits for an approval first", () => {
    assert.deepEqual(ungatedDestroyProblems(outlinePipeline(pipelineOf([destroys])), scope), [
      {
        path: "stages[1].actions[0].configuration.BuildspecOverride",
        reason: `runs ${JSON.stringify(buildspec)}, which destroys without asking anybody: put a manual approval before it, or use DestroyPipeline`,
      },
    ]);
    assert.deepEqual(paths(pipelineOf([commands])), ["stages[1].actions[0].commands[1]"]);
    assert.deepEqual(paths(pipelineOf([approvalAction()], [destroys], [commands])), []);
    assert.deepEqual(paths(pipelineOf([approvalAction(), { ...destroys, runOrder: 2 }])), []);
  });

  it("is not asked for beside the approval or before it, or by a custom approval, which is a program's answer", () => {
    assert.deepEqual(paths(pipelineOf([approvalAction(), destroys])).length, 1);
    assert.deepEqual(paths(pipelineOf([destroys], [approvalAction()])).length, 1);
    const custom = { ...approvalAction(), provider: "Ticket", owner: "Custom", category: "Approval" };
    assert.deepEqual(paths(pipelineOf([custom], [destroys])).length, 1);
  });

  it("never does so in a condition: nobody approves what a condition runs", () => {
    const stages = pipelineOf([approvalAction()], [buildAction()]).stages;
    const rule = { name: "Down", provider: "Commands", commands: ["cdk destroy"] };
    const last = { ...stages[2], onSuccess: { result: "FAIL", rules: [rule] } };
    assert.deepEqual(paths({ stages: [...stages.slice(0, 2), last] }), ["stages[2].onSuccess.rules[0].commands[0]"]);
  });

  it("deletes the stack that it made before, and no other without an approval", () => {
    assert.deepEqual(paths(pipelineOf([stack("Make", "CREATE_UPDATE")], [deletes])), []);
    assert.deepEqual(paths(pipelineOf([stack("Make", "CHANGE_SET_EXECUTE")], [deletes])), []);
    assert.deepEqual(paths(pipelineOf([approvalAction()], [deletes])), []);
    const refused = ["stages[2].actions[0].configuration.ActionMode"];
    assert.deepEqual(paths(pipelineOf([stack("Prepare", "CHANGE_SET_REPLACE")], [deletes])), refused);
    assert.deepEqual(paths(pipelineOf([stack("Make", "CREATE_UPDATE", { region: "eu-west-1" })], [deletes])), refused);
    assert.deepEqual(paths(pipelineOf([deletes], [stack("Make", "CREATE_UPDATE")])), [
      "stages[1].actions[0].configuration.ActionMode",
    ]);
    assert.deepEqual(ungatedDestroyProblems(outlinePipeline(pipelineOf([deletes])), scope), [
      {
        path: "stages[1].actions[0].configuration.ActionMode",
        reason:
          'is "DELETE_ONLY" for "shop-test", which this pipeline has not made before: put a manual approval before it',
      },
    ]);
  });

  const home = { region: "eu-central-1" };
  const homeRole = { roleArn: "arn:aws:iam::111122223333:role/deploys" };
  const other = { roleArn: "arn:aws:iam::222233334444:role/deploys" };
  for (const [what, made, deleted] of [
    ["the region of the pipeline, said where it is made", home, {}],
    ["the region of the pipeline, said where it is deleted", {}, home],
    ["the account of the pipeline, by a role where it is made", homeRole, {}],
    ["the account of the pipeline, by a role where it is deleted", {}, homeRole],
    ["another account, by two roles of it", other, { roleArn: other.roleArn.replace("deploys", "deletes") }],
  ] as const) {
    it(`deletes the stack that it made in ${what}`, () => {
      assert.deepEqual(
        paths(pipelineOf([stack("Make", "CREATE_UPDATE", made)], [stack("D", "DELETE_ONLY", deleted)])),
        [],
      );
    });
  }

  for (const [what, made, deleted] of [
    ["another account, having made it in its own", {}, other],
    ["its own account, having made it in another", other, homeRole],
    ["another region, having made it in its own", home, { region: "us-east-1" }],
  ] as const) {
    it(`does not delete a stack in ${what}, without an approval`, () => {
      const actions = [[stack("Make", "CREATE_UPDATE", made)], [stack("D", "DELETE_ONLY", deleted)]];
      assert.deepEqual(paths(pipelineOf(...actions)), ["stages[2].actions[0].configuration.ActionMode"]);
      assert.deepEqual(paths(pipelineOf([approvalAction()], ...actions)), []);
    });
  }

  it("says nothing of what cannot be read, whose shape is judged elsewhere", () => {
    assert.deepEqual(ungatedDestroyProblems(outlinePipeline(undefined), scope), []);
    assert.deepEqual(
      ungatedDestroyProblems(outlinePipeline(pipelineOf([7, { commands: 7, configuration: 7 }])), scope),
      [],
    );
  });
});
