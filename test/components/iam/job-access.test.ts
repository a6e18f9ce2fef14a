import assert from "node:assert/strict";
import { reportJobResults, workCustomJobs } from "../../../components/iam/job-access";
import { decide } from "../../program/iam/simulate";
import { china, scope } from "../../support/scopes";

const jenkins = { category: "Build", providerName: "Jenkins", version: "1" };
const actionType = "arn:aws:codepipeline:eu-central-1:111122223333:actiontype:Custom/Build/Jenkins/1";

function answer(action: string, resource: string) {
  const policy = { Version: "2012-10-17", Statement: workCustomJobs(scope, jenkins) };
  const role = { name: "worker", arn: `arn:aws:iam::${scope.account}:role/worker`, trust: undefined, policy };
  const environment = { stack: "any", account: scope.account, roles: [], resourcePolicies: new Map() };
  return decide(environment, role, { action, resource });
}

describe("the worker of a custom action", () => {
  it("may poll for jobs of its action, and take and finish jobs, for which AWS knows no resource", () => {
    assert.deepEqual(workCustomJobs(scope, jenkins), [
      { Sid: "PollForJobs", Effect: "Allow", Action: ["codepipeline:PollForJobs"], Resource: [actionType] },
      {
        Sid: "TakeJobs",
        Effect: "Allow",
        Action: ["codepipeline:AcknowledgeJob", "codepipeline:GetJobDetails"],
        Resource: ["*"],
      },
      ...reportJobResults(),
    ]);
    assert.deepEqual(workCustomJobs(china, jenkins)[0]?.Resource, [
      "arn:aws-cn:codepipeline:cn-north-1:444455556666:actiontype:Custom/Build/Jenkins/1",
    ]);
  });

  it("gets no jobs of another action, and cannot change what it is registered as", async () => {
    assert.equal(await answer("codepipeline:PollForJobs", actionType), "Allowed");
    assert.equal(await answer("codepipeline:PutJobSuccessResult", "*"), "Allowed");
    for (const other of ["Custom/Build/Jenkins/2", "Custom/Test/Jenkins/1", "Custom/Build/TeamCity/1"]) {
      const resource = `arn:aws:codepipeline:eu-central-1:111122223333:actiontype:${other}`;
      assert.equal(await answer("codepipeline:PollForJobs", resource), "ImplicitlyDenied");
    }
    assert.equal(await answer("codepipeline:DeleteCustomActionType", actionType), "ImplicitlyDenied");
  });
});

describe("a function that a pipeline invokes", () => {
  it("may say how its job ended, and nothing else", () => {
    assert.deepEqual(reportJobResults(), [
      {
        Sid: "ReportJobResults",
        Effect: "Allow",
        Action: ["codepipeline:PutJobFailureResult", "codepipeline:PutJobSuccessResult"],
        Resource: ["*"],
      },
    ]);
  });
});
