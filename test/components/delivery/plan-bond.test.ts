import assert from "node:assert/strict";
import {
  bondChangeSet,
  bondPlan,
  planApproval,
  planVariables,
  skipWithoutChanges,
} from "../../../components/delivery/plan-bond";

const variable = (name: string) => `#{Plan.${name}}`;

function matches(name: string, output: string, form: string) {
  const configuration = { Variable: variable(output), Value: `\\A${form}\\z`, Operator: "MATCHES" };
  return { name, provider: "VariableCheck", configuration };
}

describe("the bond of an approval and a deployment to a plan", () => {
  it("shows the plan, skips an empty one, and hands what was shown to the deployment of the same execution", () => {
    assert.deepEqual(bondPlan(variable, "#{Repository.CommitId}"), {
      message:
        "Deploys commit #{Repository.CommitId}: #{Plan.PLAN_SUMMARY}. Digest of the plan: #{Plan.PLAN_DIGEST}. The log of the plan lists each change and shows the same digest.",
      reviewLink: "#{Plan.PREVIEW_LINK}",
      unlessEmpty: {
        result: "SKIP",
        rules: [
          {
            name: "ChangesSomething",
            provider: "VariableCheck",
            configuration: { Variable: "#{Plan.CHANGE_COUNT}", Value: "0", Operator: "NE" },
          },
          matches("PlainDigest", "PLAN_DIGEST", "[0-9a-f]{64}"),
          matches("PlainSummary", "PLAN_SUMMARY", "[A-Za-z0-9_ .,:;/@()\\[\\]+*='-]{1,2000}"),
          matches(
            "LinkToBuild",
            "PREVIEW_LINK",
            "https://[a-z0-9-]{5,30}\\.console\\.(aws\\.amazon\\.com|amazonaws\\.cn|amazonaws-us-gov\\.com|amazonaws-eusc\\.eu)/codesuite/codebuild/[A-Za-z0-9_%/-]{20,600}\\?region=[a-z0-9-]{5,30}",
          ),
        ],
      },
      approvedVariables: {
        EXECUTION_ID: "#{codepipeline.PipelineExecutionId}",
        APPROVED_DIGEST: "#{Plan.PLAN_DIGEST}",
        APPROVED_SUMMARY: "#{Plan.PLAN_SUMMARY}",
      },
    });
    assert.deepEqual(planVariables, { EXECUTION_ID: "#{codepipeline.PipelineExecutionId}" });
  });

  it("names no commit that it does not know", () => {
    assert.match(bondPlan(variable).message, /^Deploys: #\{Plan\.PLAN_SUMMARY\}\./);
  });

  it("of a change set shows its address, and hands on its id", () => {
    const { message, reviewLink, unlessEmpty, approvedId } = bondChangeSet(variable, "#{Repository.CommitId}");
    assert.equal(
      message,
      "Deploys commit #{Repository.CommitId}: #{Plan.PLAN_SUMMARY}. The link shows the change set, which is executed as it is.",
    );
    assert.deepEqual([reviewLink, approvedId], ["#{Plan.PREVIEW_LINK}", "#{Plan.CHANGE_SET_ID}"]);
    assert.deepEqual(unlessEmpty, skipWithoutChanges(variable));
    assert.match(bondChangeSet(variable).message, /^Deploys: /);
  });

  it("is approved by people who are told the message and the address, within a day or a given time", () => {
    const configuration = {
      NotificationArn: "arn:aws:sns:eu-central-1:111122223333:shop",
      CustomData: "Deploys it.",
      ExternalEntityLink: "#{Plan.PREVIEW_LINK}",
    };
    const shown = { message: configuration.CustomData, reviewLink: configuration.ExternalEntityLink };
    const approval = { name: "Plan", provider: "Manual", configuration };
    assert.deepEqual(planApproval(shown, configuration.NotificationArn), { ...approval, timeoutInMinutes: 1440 });
    assert.deepEqual(planApproval(shown, configuration.NotificationArn, 60), { ...approval, timeoutInMinutes: 60 });
  });
});
