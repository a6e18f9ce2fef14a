import assert from "node:assert/strict";
import { expand } from "../../../policy/iam/action-table";
import { escalationSets } from "../../../policy/iam/escalation";
import { credentialActions, dataActions } from "../../../policy/iam/sensitive-actions";

describe("the lists of actions that rules are about", () => {
  const lists = { escalationSets: escalationSets.flatMap(({ actions }) => actions), credentialActions, dataActions };
  for (const [name, actions] of Object.entries(lists)) {
    it(`${name} names only actions that AWS has, as AWS writes them`, () => {
      assert.deepEqual(
        actions.filter((action) => expand(action)[0]?.name !== action),
        [],
      );
    });
  }

  it("names each set once", () => {
    const names = escalationSets.map((set) => JSON.stringify(set));
    assert.equal(new Set(names).size, names.length);
  });

  it("holds the ways that matter to pipelines", () => {
    const named = new Set(
      escalationSets.map(({ actions, passedTo }) => `${passedTo === undefined ? "" : "PassRole "}${actions.join(" ")}`),
    );
    for (const way of [
      "PassRole codebuild:CreateProject codebuild:StartBuild",
      "PassRole codebuild:CreateProject codebuild:StartBuildBatch",
      "PassRole cloudformation:CreateStack",
      "PassRole cloudformation:UpdateStackSet",
      "PassRole cloudformation:CreateStackSet cloudformation:CreateStackInstances",
      "cloudformation:CreateChangeSet cloudformation:ExecuteChangeSet",
      "PassRole lambda:CreateFunction lambda:InvokeFunction",
      "PassRole lambda:CreateFunction lambda:AddPermission",
      "PassRole lambda:CreateFunction lambda:CreateEventSourceMapping",
      "PassRole ecs:RegisterTaskDefinition ecs:RunTask",
      "PassRole ecs:RegisterTaskDefinition ecs:StartTask",
      "PassRole ecs:RegisterTaskDefinition ecs:CreateService",
      "PassRole ec2:RunInstances",
      "codepipeline:PutApprovalResult",
    ]) {
      assert.ok(named.has(way), way);
    }
  });
});
