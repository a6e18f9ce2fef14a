import assert from "node:assert/strict";
import { grantApproval } from "../../../components/iam/approval-grant";
import { decide } from "../../program/iam/simulate";
import { china, scope } from "../../support/scopes";

const pipeline = "arn:aws:codepipeline:eu-central-1:111122223333:shop";
const grant = [
  {
    Sid: "Approve",
    Effect: "Allow",
    Action: ["codepipeline:PutApprovalResult"],
    Resource: [`${pipeline}/Production/Release`],
  },
  {
    Sid: "SeePipeline",
    Effect: "Allow",
    Action: ["codepipeline:GetPipeline", "codepipeline:GetPipelineExecution", "codepipeline:GetPipelineState"],
    Resource: [pipeline],
  },
];

function answer(action: string, resource: string) {
  const policy = { Version: "2012-10-17", Statement: grantApproval(scope, "shop", "Production", "Release") };
  const role = { name: "lead", arn: `arn:aws:iam::${scope.account}:role/lead`, trust: undefined, policy };
  const environment = { stack: "any", account: scope.account, roles: [], resourcePolicies: new Map() };
  return decide(environment, role, { action, resource });
}

describe("the grant of an approval", () => {
  it("is about the one approval, and about seeing its pipeline", () => {
    assert.deepEqual(grantApproval(scope, "shop", "Production", "Release"), grant);
    assert.deepEqual(grantApproval(china, "shop", "Production", "Release")[0]?.Resource, [
      "arn:aws-cn:codepipeline:cn-north-1:444455556666:shop/Production/Release",
    ]);
  });

  it("lets the approver find the pipeline in the console where that is asked, and only there", () => {
    assert.deepEqual(grantApproval(scope, "shop", "Production", "Release", { inConsole: true }), [
      ...grant,
      { Sid: "ListPipelines", Effect: "Allow", Action: ["codepipeline:ListPipelines"], Resource: ["*"] },
    ]);
    assert.deepEqual(grantApproval(scope, "shop", "Production", "Release", { inConsole: false }), grant);
  });

  for (const [action, resource] of [
    ["codepipeline:PutApprovalResult", `${pipeline}/Production/Release`],
    ["codepipeline:GetPipeline", pipeline],
    ["codepipeline:GetPipelineState", pipeline],
    ["codepipeline:GetPipelineExecution", pipeline],
  ] as const) {
    it(`allows ${action} on ${resource}`, async () => {
      assert.equal(await answer(action, resource), "Allowed");
    });
  }

  for (const [action, resource] of [
    ["codepipeline:PutApprovalResult", `${pipeline}/Production/Destroy`],
    ["codepipeline:PutApprovalResult", `${pipeline}/Staging/Release`],
    ["codepipeline:PutApprovalResult", `${pipeline}-other/Production/Release`],
    ["codepipeline:GetPipelineState", `${pipeline}-other`],
    ["codepipeline:StartPipelineExecution", pipeline],
    ["codepipeline:UpdatePipeline", pipeline],
    ["codepipeline:DisableStageTransition", `${pipeline}/Production`],
    ["codepipeline:ListPipelines", "*"],
  ] as const) {
    it(`does not allow ${action} on ${resource}`, async () => {
      assert.equal(await answer(action, resource), "ImplicitlyDenied");
    });
  }
});
