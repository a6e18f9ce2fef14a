import assert from "node:assert/strict";
import {
  type ChangeSetAction,
  changeSetStatements,
  checkAction,
  describeBuild,
} from "../../../components/delivery/change-set-action";
import { targetOf } from "../../../components/delivery/targets";
import { changeSetPreview, requireChangeSet } from "../../../components/recipes/change-set-preview";
import { scope } from "../../support/scopes";

const name = "plan-#{codepipeline.PipelineExecutionId}";
const step = { step: "describe", stackName: "shop", name, approvedId: "#{Stack-plan.CHANGE_SET_ID}" } as const;
const check = { ...step, step: "check" } as const;
const there = targetOf(scope, { region: "us-east-1" }, "shop", "Plan", "Stack");
const stack = "arn:aws:cloudformation:us-east-1:111122223333:stack/shop/*";
const action: ChangeSetAction = {
  name: "Stack-check",
  provider: "CodeBuild",
  inputArtifacts: ["source"],
  outputArtifacts: [],
  changeSet: check,
};

describe("an action that reads a change set", () => {
  it("describes one stack at its target, and may delete an empty change set of its own name alone", () => {
    const { buildspec, environmentVariables, permissions } = describeBuild(step, there);
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
    const { provider, commands, permissions, inputArtifacts } = checkAction(action, there);
    assert.deepEqual([provider, inputArtifacts], ["Commands", ["source"]]);
    assert.deepEqual(commands, [
      requireChangeSet({ stackName: "shop", region: "us-east-1" }, name, "#{Stack-plan.CHANGE_SET_ID}"),
    ]);
    assert.deepEqual(permissions, [{ actions: ["cloudformation:DescribeChangeSet"], resources: [stack] }]);
  });

  it("may do nothing but assume the role of its target in another account", () => {
    const other = targetOf(scope, { account: "222233334444" }, "shop", "Plan", "Stack");
    const roleArn = "arn:aws:iam::222233334444:role/shop+Plan+target+Stack+eu-central-1";
    const { buildspec, permissions } = describeBuild(step, other);
    assert.deepEqual(buildspec, changeSetPreview({ stackName: "shop", region: "eu-central-1", roleArn }));
    assert.deepEqual(
      permissions?.map(({ Action, Resource }) => [Action, Resource]),
      [[["sts:AssumeRole"], [roleArn]]],
    );
    assert.deepEqual(checkAction(action, other).permissions, [{ actions: ["sts:AssumeRole"], resources: [roleArn] }]);
    const resources = ["arn:aws:cloudformation:eu-central-1:222233334444:stack/shop/*"];
    assert.deepEqual(
      [step, check].map((each) => changeSetStatements(each, other.place).map((one) => [one.Action, one.Resource])),
      [
        [
          [["cloudformation:DescribeChangeSet"], resources],
          [["cloudformation:DeleteChangeSet"], resources],
        ],
        [[["cloudformation:DescribeChangeSet"], resources]],
      ],
    );
  });
});
