import { iamNoWildcardAction as rule } from "../../../../policy/rules/iam/no-wildcard-action";
import { itJudges, itJudgesStatement } from "../../support/cases";
import { advisory, unknownText, unknownVerdict } from "../../support/judging";

const path = "policy.Statement[0].Action";

function allow(action: string) {
  return { Effect: "Allow", Action: action, Resource: "arn:aws:codebuild:eu-west-1:123456789012:project/shop" };
}

describe("iam-no-wildcard-action", () => {
  itJudgesStatement(rule, "accepts named actions that write", allow("codebuild:StartBuild"), []);
  itJudgesStatement(rule, "accepts a pattern that only reads", allow("codebuild:BatchGet*"), []);
  itJudgesStatement(rule, "accepts a pattern that only lists", allow("codebuild:List*"), []);
  itJudgesStatement(rule, "refuses a pattern that writes", allow("codebuild:*Sandbox"), [
    advisory(
      `${path} should name the actions that are needed: codebuild:*Sandbox includes codebuild:StartSandbox, codebuild:StopSandbox`,
    ),
  ]);
  itJudgesStatement(rule, "refuses a pattern that changes permissions, in any case", allow("CodeBuild:put?esource*"), [
    advisory(
      `${path} should name the actions that are needed: CodeBuild:put?esource* includes codebuild:PutResourcePolicy`,
    ),
  ]);
  itJudgesStatement(rule, "accepts a pattern that the configuration lists", allow("codebuild:*Sandbox"), [], {
    allowedActions: ["codebuild:*Sandbox"],
  });
  itJudgesStatement(rule, "leaves all of a service to another rule", allow("codebuild:*"), []);
  itJudgesStatement(rule, "leaves every action to another rule", allow("*"), []);
  itJudgesStatement(rule, "says when AWS's data has nothing that a pattern means", allow("madeup:Get*"), [
    advisory(
      `${path} madeup:Get* is not in AWS's data of 2026-09-26 (0.21.202609261), so this rule cannot judge it: check its spelling, or the AWS page of the service`,
    ),
  ]);
  itJudges(
    rule,
    "cannot judge an action that is not known",
    {
      type: "aws:iam/policy:Policy",
      props: { policy: { Statement: [allow(unknownText)] } },
    },
    {},
    [unknownVerdict(path)],
  );
});
