import assert from "node:assert/strict";
import { iamNoStarAction as rule } from "../../../../policy/rules/iam/no-star-action";
import { role } from "../../../fixtures/policy/resources";
import { document, itJudges, itJudgesStatement } from "../../support/cases";
import { judgeResource, mandatory, notApplicable, unknownText, unknownVerdict } from "../../support/judging";

const allow = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::shop/*" };

function refused(path: string) {
  return [mandatory(`${path} should name the actions that are needed, not all`)];
}

describe("iam-no-star-action", () => {
  itJudgesStatement(rule, "accepts named actions", allow, []);
  for (const action of ["*", "*:*", "**", "?*"]) {
    itJudgesStatement(
      rule,
      `refuses ${action}, whatever the resource`,
      { ...allow, Action: action },
      refused("policy.Statement[0].Action"),
    );
  }
  itJudgesStatement(
    rule,
    "refuses it among other actions",
    { ...allow, Action: ["s3:GetObject", "*"] },
    refused("policy.Statement[0].Action[1]"),
  );
  itJudgesStatement(
    rule,
    "refuses it under a condition",
    {
      ...allow,
      Action: "*",
      Condition: { Bool: { "aws:SecureTransport": "true" } },
    },
    refused("policy.Statement[0].Action"),
  );
  itJudgesStatement(rule, "accepts that everything is denied", { ...allow, Effect: "Deny", Action: "*" }, []);
  itJudgesStatement(rule, "leaves all of one service to another rule", { ...allow, Action: "s3:*" }, []);
  itJudgesStatement(
    rule,
    "reads element names in any case",
    { effect: "Allow", ACTION: "*", resource: "*" },
    refused("policy.Statement[0].Action"),
  );

  for (const type of ["aws:iam/policy:Policy", "aws:iam/userPolicy:UserPolicy", "aws:iam/groupPolicy:GroupPolicy"]) {
    const fixture = { type, props: { policy: document({ ...allow, Action: "*" }) } };
    itJudges(rule, `judges ${type}`, fixture, {}, refused("policy.Statement[0].Action"));
  }
  itJudges(
    rule,
    "judges every inline policy of a role",
    role,
    {
      inlinePolicies: [
        { name: "a", policy: document(allow) },
        { name: "b", policy: document(allow, { ...allow, Action: "*" }) },
      ],
    },
    refused("inlinePolicies[1].policy.Statement[1].Action"),
  );
  itJudges(rule, "accepts a role without inline policies", role, {}, []);
  it("leaves other resources alone", () => {
    assert.equal(judgeResource(rule, "aws:s3/bucketPolicy:BucketPolicy", {}), notApplicable);
  });

  const rolePolicy = { type: "aws:iam/rolePolicy:RolePolicy", props: {} };
  itJudges(rule, "accepts that there is no document", rolePolicy, {}, []);
  itJudges(
    rule,
    "judges a document given as an object",
    rolePolicy,
    {
      policy: { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "*", Resource: "*" } },
    },
    refused("policy.Statement.Action"),
  );
  itJudges(rule, "refuses text that is no document", rolePolicy, { policy: "{" }, [
    mandatory("policy should be a JSON policy document with a Statement"),
  ]);
  itJudges(rule, "cannot judge a document that is not known", rolePolicy, { policy: unknownText }, [
    unknownVerdict("policy"),
  ]);
  itJudges(
    rule,
    "judges what is known beside an action that is not",
    rolePolicy,
    {
      policy: { Statement: [{ ...allow, Action: [unknownText, "*"] }] },
    },
    [unknownVerdict("policy.Statement[0].Action[0]"), ...refused("policy.Statement[0].Action[1]")],
  );
});
