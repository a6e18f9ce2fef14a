import assert from "node:assert/strict";
import type { Properties } from "../../../../policy/iam/value";
import { holdingOf } from "../../../../policy/lib/destroy/documents";
import { judgeSelfApproval, refusesApprover, refusesSelfApproval } from "../../../../policy/lib/destroy/self-approval";
import { violation } from "../../../../policy/lib/facts/finding";
import type { Identity } from "../../../../policy/lib/iam/identities";
import { allow, gates, identity, pipelineArn } from "../../support/gates";
import { stackResource } from "../../support/stack-resource";

describe("the approver of a pipeline that destroys", () => {
  const approve = allow("codepipeline:PutApprovalResult", `${pipelineArn}/Approve/*`);
  const start = allow("codepipeline:StartPipelineExecution", pipelineArn);
  const judged = (...identities: readonly Identity[]) => judgeSelfApproval(identities.map(holdingOf), gates);
  const refusal = (urn: string, path: string, actions: string) => ({
    urn: `${urn}-policy`,
    finding: violation(path, refusesSelfApproval(actions)),
  });

  it("must not start the pipeline", () => {
    assert.deepEqual(judged(identity("kim", [start, approve])), [
      refusal("kim", "policy.Statement[1]", "codepipeline:StartPipelineExecution"),
    ]);
  });

  it("must not change the source", () => {
    const push = allow("codecommit:GitPush", "arn:aws:codecommit:eu-west-1:123456789012:shop");
    assert.deepEqual(judged(identity("kim", [approve, push])), [
      refusal("kim", "policy.Statement[0]", "codecommit:GitPush"),
    ]);
    assert.deepEqual(
      judged(identity("kim", [approve, { ...push, Resource: "arn:aws:codecommit:eu-west-1:123456789012:x" }])),
      [],
    );
  });

  it("must not be a role that one who starts can assume", () => {
    const become = allow("sts:AssumeRole", "arn:aws:iam::123456789012:role/ci/approvers");
    assert.deepEqual(judged(identity("approvers", [approve]), identity("kim", [start, become])), [
      refusal("kim", "policy.Statement[1]", "codepipeline:StartPipelineExecution"),
    ]);
    assert.deepEqual(judged(identity("approvers", [approve], "user"), identity("kim", [start, become])), []);
  });

  it("is no role that a build can take over, and one that a person may assume", () => {
    const approvers = identity("approvers", [approve]);
    const arn = "arn:aws:iam::123456789012:role/approvers";
    const trustedBy = (Principal: Properties, statement: Properties): Identity => ({
      ...identity("build", [statement]),
      resource: stackResource("build", "aws:iam/role:Role", {
        assumeRolePolicy: { Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal }] },
      }),
    });
    const service = { Service: "codebuild.amazonaws.com" };
    for (const action of ["sts:AssumeRole", "iam:UpdateAssumeRolePolicy"]) {
      assert.deepEqual(judged(approvers, trustedBy(service, allow(action, arn))), [
        { urn: "build-policy", finding: violation("policy.Statement[0]", refusesApprover(action)) },
      ]);
    }
    const person = { AWS: "arn:aws:iam::123456789012:role/people" };
    assert.deepEqual(judged(approvers, trustedBy(person, allow("sts:AssumeRole", arn))), []);
    assert.deepEqual(judged(approvers, trustedBy(service, allow("iam:GetRole", arn))), []);
    assert.deepEqual(judged(approvers, trustedBy(service, allow("sts:AssumeRole", `${arn}-of-others`))), []);
  });

  it("has no other way to start it, and none to change its source", () => {
    const code = "arn:aws:codecommit:eu-west-1:123456789012:shop";
    const starts =
      "StartPipelineExecution RetryStageExecution OverrideStageCondition EnableStageTransition PutActionRevision UpdatePipeline RollbackStage";
    const changes =
      "CreateCommit DeleteFile GitPush MergeBranchesByFastForward MergeBranchesBySquash MergeBranchesByThreeWay " +
      "MergePullRequestByFastForward MergePullRequestBySquash MergePullRequestByThreeWay PutFile";
    for (const [service, names, resource] of [
      ["codepipeline", starts, pipelineArn],
      ["codecommit", changes, code],
    ] as const) {
      for (const name of names.split(" ")) {
        assert.deepEqual(judged(identity("kim", [approve, allow(`${service}:${name}`, resource)])), [
          refusal("kim", "policy.Statement[0]", `${service}:${name}`),
        ]);
      }
    }
  });

  it("may be somebody else than the one who starts", () => {
    assert.deepEqual(judged(identity("approvers", [approve]), identity("kim", [start])), []);
    assert.deepEqual(judged(identity("kim", [start])), []);
    assert.deepEqual(judged(identity("kim", [approve])), []);
  });
});
