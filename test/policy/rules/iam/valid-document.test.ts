import { iamValidDocument as rule } from "../../../../policy/rules/iam/valid-document";
import { role } from "../../../fixtures/policy/resources";
import { document, itJudges, itJudgesStatement } from "../../support/cases";
import { advisory, mandatory, unknownObject, unknownText, unknownVerdict } from "../../support/judging";

const path = "policy.Statement[0]";
const get = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::shop/*" };
const inline = (policy: unknown) => ({ type: "aws:iam/rolePolicy:RolePolicy", props: { policy } });
const refused = (place: string, desired: string) => [mandatory(`${place} ${desired}`)];
const badAction = "should be an action that AWS has: correct it, or list it in this policy's knownActions if new";

describe("iam-valid-document", () => {
  itJudgesStatement(rule, "accepts a document that is right", get, []);
  itJudges(rule, "accepts a role whose trust is right", role, {}, []);
  for (const [title, policy] of [
    ["text that is no JSON", "{"],
    ["JSON that is no document", "[]"],
    ["a document without statements", { Version: "2012-10-17" }],
  ] as const) {
    itJudges(rule, `refuses ${title}`, inline(policy), {}, [
      mandatory("policy should be a JSON policy document with a Statement"),
    ]);
  }
  itJudges(rule, "refuses a statement that is no object", inline({ Version: "2012-10-17", Statement: ["x"] }), {}, [
    mandatory(`${path} should be an object with Effect, Action and so on`),
  ]);
  itJudges(
    rule,
    "accepts a document of 2008 without variables",
    inline({ Version: "2008-10-17", Statement: [get] }),
    {},
    [],
  );
  itJudges(
    rule,
    "refuses a document of 2008 with a variable, which AWS reads as plain text",
    inline({ Version: "2008-10-17", Statement: [{ ...get, Resource: "arn:aws:s3:::shop/$" + "{aws:username}/*" }] }),
    {},
    refused("policy.Version", "should be 2012-10-17: without it AWS reads policy variables as plain text"),
  );
  for (const version of [undefined, "2012-10-18"]) {
    itJudges(
      rule,
      `refuses ${version ?? "no"} version`,
      inline({ Version: version, Statement: [get] }),
      {},
      refused("policy.Version", "should be 2012-10-17: without it AWS reads policy variables as plain text"),
    );
  }
  itJudgesStatement(
    rule,
    "refuses an effect that there is not",
    { ...get, Effect: "Permit" },
    refused(`${path}.Effect`, "should be Allow or Deny"),
  );
  for (const action of ["s3:GetObjekt", "s4:GetObject", "s3", "s3:Getx*", "s3:", ""]) {
    itJudgesStatement(
      rule,
      `refuses the action "${action}"`,
      { ...get, Action: ["s3:GetObject", action] },
      refused(`${path}.Action[1]`, badAction),
    );
  }
  for (const action of ["*", "s3:Get*", "S3:getobject", "s?:*"]) {
    itJudgesStatement(rule, `accepts the action ${action}`, { ...get, Action: action }, []);
  }
  itJudgesStatement(
    rule,
    "refuses an exclusion that there is not",
    { ...get, Action: undefined, NotAction: "s3:Gett" },
    [mandatory(`${path}.NotAction ${badAction}`)],
  );
  for (const action of ["new:DoIt", "new:Do*"]) {
    itJudgesStatement(rule, `accepts ${action} where the configuration knows it`, { ...get, Action: action }, [], {
      knownActions: ["new:DoIt"],
    });
  }
  itJudgesStatement(
    rule,
    "refuses a Principal in an identity's policy",
    { ...get, Principal: "*" },
    refused(`${path}.Principal`, "should be absent: a policy of this kind has no Principal"),
  );
  itJudgesStatement(rule, "refuses a statement without actions or resources", { Effect: "Allow" }, [
    mandatory(`${path} should have either Action or NotAction`),
    mandatory(`${path} should have either Resource or NotResource`),
  ]);
  itJudgesStatement(
    rule,
    "refuses Action beside NotAction",
    { ...get, NotAction: "s3:PutObject" },
    refused(path, "should have either Action or NotAction"),
  );
  for (const resource of ["shop", "arn", "s3:::shop", "arn*", ""]) {
    itJudgesStatement(
      rule,
      `refuses the resource "${resource}"`,
      { ...get, Resource: ["*", resource] },
      refused(`${path}.Resource[1]`, "should be an ARN or *"),
    );
  }
  itJudges(
    rule,
    "refuses a trust that names a resource and nobody",
    role,
    { assumeRolePolicy: document({ Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" }) },
    [
      mandatory("assumeRolePolicy.Statement[0].Resource should be absent: a policy of this kind has no Resource"),
      mandatory("assumeRolePolicy.Statement[0] should have either Principal or NotPrincipal"),
    ],
  );
  itJudges(
    rule,
    "judges the inline policies of a role",
    role,
    { inlinePolicies: [{ name: "a", policy: "nonsense" }] },
    refused("inlinePolicies[0].policy", "should be a JSON policy document with a Statement"),
  );
  for (const operator of [
    "StringEquals",
    "stringnotequalsignorecase",
    "ForAnyValue:StringLikeIfExists",
    "ForAllValues:ArnNotLike",
    "NumericLessThanEquals",
    "DateGreaterThan",
    "BoolIfExists",
    "NotIpAddress",
    "BinaryEquals",
    "Null",
  ]) {
    itJudgesStatement(
      rule,
      `knows the operator ${operator}`,
      { ...get, Condition: { [operator]: { "a:b": "c" } } },
      [],
    );
  }
  for (const operator of ["StringEqual", "NullIfExists", "ForAny:StringEquals", "Equals", "NumericLike"]) {
    itJudgesStatement(
      rule,
      `refuses the operator ${operator}`,
      { ...get, Condition: { [operator]: { "a:b": "c" } } },
      refused(
        `${path}.Condition.${operator}.a:b`,
        "should compare with an operator that AWS has, such as StringEquals",
      ),
    );
  }

  itJudges(rule, "cannot judge a document that is not known", inline(unknownText), {}, [unknownVerdict("policy")]);
  itJudges(
    rule,
    "cannot judge an effect that is not known",
    inline({ Version: "2012-10-17", Statement: [{ ...get, Effect: unknownText }] }),
    {},
    [unknownVerdict(`${path}.Effect`)],
  );
  itJudges(
    rule,
    "takes actions, resources, conditions and the version that are not known for right",
    inline({
      Version: unknownText,
      Statement: [{ Effect: "Allow", Action: unknownText, Resource: [unknownText], Condition: unknownObject }],
    }),
    {},
    [],
  );

  const long = (characters: number) => ({
    Version: "2012-10-17",
    Statement: [{ ...get, Resource: `arn:aws:s3:::${"x".repeat(characters)}` }],
  });
  const rest = JSON.stringify(long(0)).length;
  for (const [type, limit] of [
    ["policy:Policy", 6144],
    ["rolePolicy:RolePolicy", 10_240],
    ["userPolicy:UserPolicy", 2048],
    ["groupPolicy:GroupPolicy", 5120],
  ] as const) {
    const fixture = (characters: number) => ({ type: `aws:iam/${type}`, props: { policy: long(characters - rest) } });
    itJudges(rule, `accepts a ${type} of ${limit} characters`, fixture(limit), {}, []);
    itJudges(
      rule,
      `refuses a ${type} of one more`,
      fixture(limit + 1),
      {},
      refused("policy", `should have at most ${limit} characters without white space: it has ${limit + 1}`),
    );
  }
  itJudges(
    rule,
    "adds up the inline policies of a role",
    role,
    {
      inlinePolicies: [
        { name: "a", policy: long(6000) },
        { name: "b", policy: long(6000) },
      ],
    },
    refused(
      "inlinePolicies[0].policy",
      `should have at most 10240 characters without white space: it has ${2 * (6000 + rest)}`,
    ),
  );
  const trust = (characters: number) => ({
    assumeRolePolicy: {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::123456789012:role/${"x".repeat(characters)}` },
          Action: "sts:AssumeRole",
        },
      ],
    },
  });
  const size = (characters: number) => JSON.stringify(trust(characters).assumeRolePolicy).length;
  for (const [characters, verdict] of [
    [2500, advisory],
    [5000, mandatory],
  ] as const) {
    itJudges(rule, `finds a trust policy of ${size(characters)} characters`, role, trust(characters), [
      verdict(`assumeRolePolicy should have at most 2048 characters without white space: it has ${size(characters)}`),
    ]);
  }
});
