import assert from "node:assert/strict";
import {
  type ChangeSetAction,
  changeSetProblems,
  checkAction,
  describeBuild,
} from "../../../components/delivery/change-set-action";
import { changeSetPreview, requireChangeSet } from "../../../components/recipes/change-set-preview";
import { scope } from "../../support/scopes";

const name = "plan-#{codepipeline.PipelineExecutionId}";
const step = { step: "describe", stackName: "shop", name, approvedId: "#{Stack-plan.CHANGE_SET_ID}" } as const;
const there = { region: "us-east-1" };
const stack = "arn:aws:cloudformation:us-east-1:111122223333:stack/shop/*";

describe("an action that reads a change set", () => {
  it("describes one stack at its target, and may delete an empty change set of its own name alone", () => {
    const { buildspec, environmentVariables, permissions } = describeBuild(scope, step, there);
    assert.deepEqual(buildspec, changeSetPreview({ stackName: "shop", region: "us-east-1" }));
    assert.deepEqual(environmentVariables, { CHANGE_SET_NAME: { value: name } });
    assert.deepEqual(permissions, [
      {
        Sid: "DescribeChangeSet",
        Effect: "Allow",
        Action: ["cloudformation:DescribeChangeSet"],
        Resource: [stack],
      },
      {
        Sid: "DeleteEmptyChangeSet",
        Effect: "Allow",
        Action: ["cloudformation:DeleteChangeSet"],
        Resource: [stack],
        Condition: { StringLikeIfExists: { "cloudformation:ChangeSetName": "plan-*" } },
      },
    ]);
  });

  it("checks the change set on CodePipeline's own compute, with one permission", () => {
    const action: ChangeSetAction = {
      name: "Stack-check",
      provider: "CodeBuild",
      inputArtifacts: ["source"],
      outputArtifacts: [],
      changeSet: { ...step, step: "check" },
    };
    const { provider, commands, permissions, inputArtifacts } = checkAction(scope, action, there);
    assert.deepEqual([provider, inputArtifacts], ["Commands", ["source"]]);
    assert.deepEqual(commands, [
      requireChangeSet({ stackName: "shop", region: "us-east-1" }, name, "#{Stack-plan.CHANGE_SET_ID}"),
    ]);
    assert.deepEqual(permissions, [{ actions: ["cloudformation:DescribeChangeSet"], resources: [stack] }]);
  });

  it("is refused in another account", () => {
    assert.deepEqual(changeSetProblems(scope, { account: scope.account, ...there }), []);
    assert.deepEqual(changeSetProblems(scope, { account: "222233334444" }), [
      {
        path: "target.account",
        reason:
          'is "222233334444", and the plan of a stack is read with a role of 111122223333: set plan: false, or deploy with stackAction',
      },
    ]);
  });
});
