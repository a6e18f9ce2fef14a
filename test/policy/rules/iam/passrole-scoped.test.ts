import { iamPassroleScoped as rule } from "../../../../policy/rules/iam/passrole-scoped";
import { itJudges, itJudgesStatement } from "../../support/cases";
import { mandatory, unknownObject, unknownText, unknownVerdict } from "../../support/judging";

const path = "policy.Statement[0]";
const pass = {
  Effect: "Allow",
  Action: "iam:PassRole",
  Resource: "arn:aws:iam::123456789012:role/shop-dev-deploy",
  Condition: { StringEquals: { "iam:PassedToService": "cloudformation.amazonaws.com" } },
};
const wildRole = (place: string) => mandatory(`${path}.${place} should be the ARN of one role, without wildcards`);
const anyService = mandatory(`${path}.Condition should compare iam:PassedToService with exact service names`);

describe("iam-passrole-scoped", () => {
  itJudgesStatement(rule, "accepts one role for one service", pass, []);
  itJudgesStatement(
    rule,
    "accepts that roles are not passed at all",
    { ...pass, Action: "s3:GetObject", Resource: "*" },
    [],
  );
  itJudgesStatement(
    rule,
    "accepts a comparison with several services",
    {
      ...pass,
      Condition: {
        "ForAnyValue:StringLike": { "IAM:passedToService": ["ecs.amazonaws.com", "ecs-tasks.amazonaws.com"] },
      },
    },
    [],
  );
  itJudgesStatement(rule, "refuses every role", { ...pass, Resource: "*" }, [wildRole("Resource")]);
  itJudgesStatement(
    rule,
    "finds a pattern that names its roles, as on AWS's own page",
    { ...pass, Resource: ["arn:aws:iam::123456789012:role/shop-*"] },
    [{ ...wildRole("Resource[0]"), level: "advisory" }],
  );
  for (const role of ["arn:aws:iam::*:role/shop-deploy", "arn:aws:iam::123456789012:role/s*"]) {
    itJudgesStatement(rule, `refuses ${role}`, { ...pass, Resource: [role] }, [wildRole("Resource[0]")]);
  }
  itJudgesStatement(rule, "refuses all roles but some", { ...pass, Resource: undefined, NotResource: ["x"] }, [
    mandatory(`${path}.NotResource should give way to the ARNs of the roles`),
  ]);
  for (const action of ["iam:Pass*", "iam:*", "IAM:passrole", "*"]) {
    itJudgesStatement(
      rule,
      `knows that ${action} passes roles`,
      { ...pass, Action: ["s3:GetObject", action], Resource: "*" },
      [wildRole("Resource")],
    );
  }
  itJudgesStatement(
    rule,
    "knows that all actions but some pass roles",
    { ...pass, Action: undefined, NotAction: "s3:*", Resource: "*" },
    [wildRole("Resource")],
  );
  itJudgesStatement(
    rule,
    "accepts all actions but those of IAM",
    { ...pass, Action: undefined, NotAction: "iam:*", Resource: "*" },
    [],
  );
  itJudgesStatement(rule, "refuses no condition", { ...pass, Condition: undefined }, [anyService]);
  itJudgesStatement(
    rule,
    "refuses a condition on something else",
    {
      ...pass,
      Condition: { StringEquals: { "aws:RequestedRegion": "eu-west-1" } },
    },
    [anyService],
  );
  for (const operator of ["StringEqualsIfExists", "ForAllValues:StringEquals", "StringNotEquals"]) {
    itJudgesStatement(
      rule,
      `refuses ${operator}, which holds without the key or for others`,
      {
        ...pass,
        Condition: { [operator]: { "iam:PassedToService": "cloudformation.amazonaws.com" } },
      },
      [anyService],
    );
  }
  itJudgesStatement(
    rule,
    "refuses a pattern of services",
    {
      ...pass,
      Condition: { StringLike: { "iam:PassedToService": "*.amazonaws.com" } },
    },
    [anyService],
  );

  itJudgesStatement(
    rule,
    "refuses a pattern of services beside a service",
    {
      ...pass,
      Condition: { StringLike: { "iam:PassedToService": ["cloudformation.amazonaws.com", "*"] } },
    },
    [anyService],
  );
  itJudgesStatement(
    rule,
    "accepts all actions but those of IAM and others",
    {
      ...pass,
      Action: undefined,
      NotAction: ["s3:*", "iam:*"],
      Resource: "*",
    },
    [],
  );

  const policy = (statement: object) => ({
    type: "aws:iam/policy:Policy",
    props: { policy: { Statement: [statement] } },
  });
  itJudges(rule, "cannot judge a role that is not known", policy({ ...pass, Resource: unknownText }), {}, [
    unknownVerdict(`${path}.Resource`),
  ]);
  itJudges(
    rule,
    "cannot judge an action that is not known",
    policy({ ...pass, Action: [unknownText, "s3:GetObject"] }),
    {},
    [unknownVerdict(`${path}.Action`)],
  );
  itJudges(
    rule,
    "cannot judge excluded actions that are not known",
    policy({ Effect: "Allow", NotAction: ["s3:*", unknownText], Resource: "*" }),
    {},
    [unknownVerdict(`${path}.Action`)],
  );
  itJudges(rule, "cannot judge a condition that is not known", policy({ ...pass, Condition: unknownObject }), {}, [
    unknownVerdict(`${path}.Condition`),
  ]);
  itJudges(
    rule,
    "cannot judge a comparison that is not known",
    policy({ ...pass, Condition: { StringEquals: unknownObject } }),
    {},
    [unknownVerdict(`${path}.Condition`)],
  );
  itJudges(
    rule,
    "cannot judge a service that is not known",
    policy({ ...pass, Condition: { StringEquals: { "iam:PassedToService": unknownText } } }),
    {},
    [unknownVerdict(`${path}.Condition`)],
  );
});
