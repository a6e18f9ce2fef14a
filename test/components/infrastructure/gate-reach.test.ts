import assert from "node:assert/strict";
import { gateReachProblems } from "../../../components/infrastructure/gate-reach";
import type { GrantSettings } from "../../../components/infrastructure/grant";

const account = "111122223333";
const regional = (service: string, resource: string) => `arn:aws:${service}:eu-central-1:${account}:${resource}`;
const role = (name: string) => `arn:aws:iam::${account}:role/${name}`;
const gateTag = "aws:ResourceTag/aws-pipelines:gate";

function problems(grant: GrantSettings): string[] {
  return gateReachProblems("deploy.permissions", [grant], account).map(({ path, reason }) => `${path}: ${reason}`);
}

describe("gateReachProblems", () => {
  it("refuses a wildcard with its value, the action and the fix", () => {
    const shop = regional("codebuild", "project/shop-prod-*");
    assert.deepEqual(problems({ actions: ["codebuild:BatchGetBuilds", "codebuild:StartBuild"], resources: [shop] }), [
      `deploy.permissions[0].resources[0]: is "${shop}", and by codebuild:StartBuild its wildcard reaches every gate of the account: name each resource in full, or add the condition Null: { "${gateTag}": "true" }`,
    ]);
    assert.deepEqual(problems({ actions: ["iam:PassRole"], resources: [role("app-*")] }), [
      `deploy.permissions[0].resources[0]: is "${role("app-*")}", and by iam:PassRole its wildcard reaches every gate of the account: name each role in full, or let iam:PassedToService equal services other than codebuild, codepipeline, events`,
    ]);
  });

  const reaching: readonly (readonly [action: string, resource: string])[] = [
    ["codebuild:StartBuildBatch", "*"],
    ["codebuild:RetryBuild", regional("codebuild", "*")],
    ["codebuild:UpdateProject", "arn:aws:codebuild:*:*:project/shop-prod-destroy-ru?"],
    ["codebuild:StartBuild", "arn:aws:codebuild:*"],
    ["codebuild:StartBuild", `arn:aws*:codebuild:eu-central-1:${account}:project/shop`],
    ["codepipeline:StartPipelineExecution", regional("codepipeline", "shop-*")],
    ["codepipeline:UpdatePipeline", regional("codepipeline", "*")],
    ["codepipeline:PutApprovalResult", regional("codepipeline", "shop-staging-pipeline/*")],
    ["sts:AssumeRole", role("*")],
    ["sts:AssumeRole", "arn:aws:iam::*:role/shop-deployer*"],
    ["iam:UpdateAssumeRolePolicy", role("team/*")],
    ["iam:PutRolePolicy", `arn:aws:iam::${account}:*`],
    ["iam:CreatePolicyVersion", `arn:aws:iam::${account}:policy/shop-*`],
    ["iam:DeleteRolePermissionsBoundary", role("shop-*")],
  ];
  for (const [action, resource] of reaching) {
    it(`refuses ${action} on ${resource}`, () => {
      assert.equal(problems({ actions: [action], resources: [resource] }).length, 1);
    });
  }

  const gates: readonly (readonly [action: string, resource: string])[] = [
    ["codebuild:StartBuild", regional("codebuild", "project/shop-prod-destroy-run")],
    ["codepipeline:StartPipelineExecution", regional("codepipeline", "shop-prod-destroy-pipeline")],
    ["sts:AssumeRole", role("shop-prod-destroy-pipeline+Destroy+Destroy+eu-central-1")],
  ];
  for (const [action, resource] of gates) {
    it(`refuses the name of another gate, ${resource}, in full`, () => {
      const [problem = ""] = problems({ actions: [action], resources: [resource] });
      assert.match(problem, /the name of a part of a gate, which no build may reach/);
    });
  }

  const harmless: readonly GrantSettings[] = [
    { actions: ["codebuild:StartBuild"], resources: [regional("codebuild", "project/shop-smoke-tests")] },
    { actions: ["codebuild:BatchGetBuilds"], resources: ["*"] },
    { actions: ["codebuild:StartBuild"], resources: [regional("codebuild", "report-group/shop-*")] },
    { actions: ["sts:AssumeRole"], resources: ["arn:aws:iam::999999999999:role/deployer-*"] },
    { actions: ["iam:CreateUser"], resources: [`arn:aws:iam::${account}:user/shop-*`] },
    { actions: ["iam:GetRole", "iam:ListRolePolicies"], resources: [role("*")] },
    { actions: ["ecs:UpdateService"], resources: ["*"] },
    { actions: ["iam:PutRolePolicy"], resources: [role("shop-web-task")] },
  ];
  for (const grant of harmless) {
    it(`accepts ${grant.actions.join(" and ")} on ${grant.resources.join(" and ")}`, () => {
      assert.deepEqual(problems(grant), []);
    });
  }

  it("accepts a wildcard whose condition leaves out every gate", () => {
    const wide = { resources: [role("app-*")] };
    const passedTo = (...services: string[]) => ({
      ...wide,
      actions: ["iam:PassRole"],
      conditions: { StringEquals: { "iam:PassedToService": services } },
    });
    assert.deepEqual(problems(passedTo("ecs-tasks.amazonaws.com", "lambda.amazonaws.com")), []);
    assert.equal(problems(passedTo("ecs-tasks.amazonaws.com", "codebuild.amazonaws.com")).length, 1);
    const untagged = (value: string) => ({
      ...wide,
      actions: ["iam:PutRolePolicy"],
      conditions: { Null: { [gateTag]: value } },
    });
    assert.deepEqual(problems(untagged("true")), []);
    assert.equal(problems(untagged("false")).length, 1);
    assert.equal(problems({ ...untagged("true"), actions: ["iam:PassRole"] }).length, 1);
    const bounded = { StringEquals: { "iam:PermissionsBoundary": `arn:aws:iam::${account}:policy/boundary` } };
    assert.deepEqual(
      problems({ ...wide, actions: ["iam:CreateRole", "iam:AttachRolePolicy"], conditions: bounded }),
      [],
    );
    assert.equal(problems({ ...wide, actions: ["sts:AssumeRole"], conditions: bounded }).length, 1);
  });
});
