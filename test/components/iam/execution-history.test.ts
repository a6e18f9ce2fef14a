import assert from "node:assert/strict";
import { findDeployments } from "../../../components/iam/execution-history";
import { scope } from "../../support/scopes";

describe("findDeployments", () => {
  it("lists the runs of one pipeline", () => {
    assert.deepEqual(findDeployments(scope, "shop"), {
      Sid: "ExecutionHistory",
      Effect: "Allow",
      Action: ["codepipeline:GetPipelineExecution", "codepipeline:ListActionExecutions"],
      Resource: ["arn:aws:codepipeline:eu-central-1:111122223333:shop"],
    });
  });
});
