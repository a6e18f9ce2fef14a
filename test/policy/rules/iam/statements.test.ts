import { iamKmsDecryptScoped } from "../../../../policy/rules/iam/kms-decrypt-scoped";
import { iamNoAdmin } from "../../../../policy/rules/iam/no-admin";
import { iamNoAllowNotElements } from "../../../../policy/rules/iam/no-allow-not-elements";
import { role } from "../../../fixtures/policy/resources";
import { document, itJudges, itJudgesStatement } from "../../support/cases";
import { mandatory, unknownObject, unknownText, unknownVerdict } from "../../support/judging";

const path = "policy.Statement[0]";
const policy = (statement: object) => ({
  type: "aws:iam/policy:Policy",
  props: { policy: { Version: "2012-10-17", Statement: [statement] } },
});

describe("iam-no-admin", () => {
  const rule = iamNoAdmin;
  const everything = { Effect: "Allow", Action: "*", Resource: "*" };
  const refused = [
    mandatory(`${path} should name the actions and the resources that are needed: it allows everything`),
  ];
  const letters = [..."abcdefghijklmnopqrstuvwxyz0123456789"].map((letter) => `${letter}*:*`);

  itJudgesStatement(rule, "refuses everything on everything", everything, refused);
  for (const action of ["*:*", "?*", "*:?*", ["s3:GetObject", "**"]]) {
    itJudgesStatement(
      rule,
      `knows that ${JSON.stringify(action)} is everything`,
      { ...everything, Action: action },
      refused,
    );
  }
  itJudgesStatement(rule, "adds up patterns of services", { ...everything, Action: letters }, refused);
  itJudgesStatement(
    rule,
    "accepts patterns of some services",
    { ...everything, Action: letters.filter((pattern) => !pattern.startsWith("s")) },
    [],
  );
  for (const resource of ["arn:*", "arn:aws:*:*", ["arn:aws:s3:::shop", "*"]]) {
    itJudgesStatement(
      rule,
      `knows that ${JSON.stringify(resource)} is everything`,
      { ...everything, Resource: resource },
      refused,
    );
  }
  itJudgesStatement(
    rule,
    "refuses everything under any condition",
    { ...everything, Condition: { Bool: { "aws:SecureTransport": "true" } } },
    refused,
  );
  itJudgesStatement(
    rule,
    "refuses all actions but some that leave the rights to give rights",
    { Effect: "Allow", NotAction: ["s3:*", "ec2:*"], Resource: "*" },
    refused,
  );
  itJudgesStatement(
    rule,
    "refuses all actions but one",
    { Effect: "Allow", NotAction: "s3:DeleteBucket", Resource: "*" },
    refused,
  );
  itJudgesStatement(
    rule,
    "accepts all actions but those of IAM",
    { Effect: "Allow", NotAction: "iam:*", Resource: "*" },
    [],
  );
  itJudgesStatement(
    rule,
    "refuses everything on all but some",
    { Effect: "Allow", Action: "*", NotResource: "arn:aws:s3:::shop" },
    refused,
  );
  itJudgesStatement(rule, "accepts every action on something", { ...everything, Resource: "arn:aws:s3:::shop" }, []);
  itJudgesStatement(rule, "accepts all of a service", { ...everything, Action: "s3:*" }, []);
  itJudgesStatement(rule, "accepts that everything is denied", { ...everything, Effect: "Deny" }, []);
  itJudges(rule, "cannot judge actions that are not known", policy({ ...everything, Action: unknownText }), {}, [
    unknownVerdict(path),
  ]);
  itJudges(
    rule,
    "cannot judge actions of which some are not known",
    policy({ ...everything, Action: ["s3:GetObject", unknownText] }),
    {},
    [unknownVerdict(path)],
  );
  itJudges(
    rule,
    "cannot judge every action on something and what is not known",
    policy({ ...everything, Resource: ["arn:aws:s3:::shop", unknownText] }),
    {},
    [unknownVerdict(path)],
  );
  itJudges(
    rule,
    "cannot judge every action on what is not known",
    policy({ ...everything, Resource: unknownText }),
    {},
    [unknownVerdict(path)],
  );
  itJudges(
    rule,
    "need not know the resources of some actions",
    policy({ ...everything, Action: "s3:GetObject", Resource: unknownText }),
    {},
    [],
  );
});

describe("iam-no-allow-not-elements", () => {
  const rule = iamNoAllowNotElements;
  const statement = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::shop/*" };
  const refused = (name: string, owner = "policy") =>
    mandatory(`${owner}.Statement[0].Not${name} should give way to ${name}, with what is meant`);

  itJudgesStatement(rule, "accepts actions and resources", statement, []);
  itJudgesStatement(
    rule,
    "refuses NotAction and NotResource",
    { Effect: "Allow", NotAction: "iam:*", NotResource: "arn:aws:s3:::shop" },
    [refused("Action"), refused("Resource")],
  );
  itJudgesStatement(
    rule,
    "accepts them where they are denied",
    { Effect: "Deny", NotAction: "s3:*", NotResource: "arn:aws:s3:::shop" },
    [],
  );
  itJudges(rule, "accepts a role that names whom it trusts", role, {}, []);
  itJudges(
    rule,
    "refuses a role that trusts all but some",
    role,
    {
      assumeRolePolicy: document({
        Effect: "Allow",
        NotPrincipal: { AWS: "arn:aws:iam::123456789012:role/ci" },
        Action: "sts:AssumeRole",
      }),
    },
    [refused("Principal", "assumeRolePolicy")],
  );
  itJudges(
    rule,
    "judges the inline policies of a role",
    role,
    { inlinePolicies: [{ name: "a", policy: document({ ...statement, Action: undefined, NotAction: "s3:*" }) }] },
    [refused("Action", "inlinePolicies[0].policy")],
  );
  itJudges(
    rule,
    "refuses elements whose values are not known",
    policy({ ...statement, NotResource: unknownText }),
    {},
    [refused("Resource")],
  );
});

describe("iam-kms-decrypt-scoped", () => {
  const rule = iamKmsDecryptScoped;
  const keys = "arn:aws:kms:eu-west-1:123456789012:key/*";
  const named = keys.replace("*", "11111111-2222-3333-4444-555555555555");
  const aliased = (alias: unknown, operator = "ForAnyValue:StringEquals") => ({
    [operator]: { "kms:ResourceAliases": alias },
  });
  const decrypt = { Effect: "Allow", Action: "kms:Decrypt", Resource: keys, Condition: aliased("alias/shop") };
  const refused = [
    mandatory(`${path}.Resource should name keys, or be the keys of one account that an alias or a tag narrows`),
  ];

  itJudgesStatement(rule, "accepts a named key", { ...decrypt, Resource: named, Condition: undefined }, []);
  itJudgesStatement(rule, "accepts keys that an alias narrows", decrypt, []);
  itJudgesStatement(
    rule,
    "accepts keys that a pattern of aliases narrows",
    { ...decrypt, Condition: aliased("alias/shop-*", "ForAnyValue:StringLike") },
    [],
  );
  itJudgesStatement(
    rule,
    "accepts keys that a tag narrows, in every region",
    {
      ...decrypt,
      Resource: "arn:aws:kms:*:123456789012:key/*",
      Condition: { StringEquals: { "aws:ResourceTag/team": "shop" } },
    },
    [],
  );
  itJudgesStatement(
    rule,
    "accepts a multi-Region key in every region",
    {
      ...decrypt,
      Resource: "arn:aws:kms:*:123456789012:key/mrk-1234abcd12ab34cd56ef1234567890ab",
      Condition: undefined,
    },
    [],
  );
  for (const resource of [
    "*",
    "arn:*",
    "arn:aws:kms:*:*:key/*",
    "arn:aws:kms:eu-west-1:*:key/*",
    "arn:aws:k*:a:1:key/*",
  ]) {
    itJudgesStatement(rule, `refuses ${resource} even under an alias`, { ...decrypt, Resource: resource }, refused);
  }
  for (const condition of [
    undefined,
    aliased("alias/*"),
    aliased(["alias/shop", "*"]),
    aliased("alias/shop", "ForAllValues:StringEquals"),
    { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } },
  ]) {
    itJudgesStatement(
      rule,
      `refuses all keys of an account under ${JSON.stringify(condition) ?? "no condition"}`,
      { ...decrypt, Condition: condition },
      refused,
    );
  }
  for (const action of ["kms:ReEncryptFrom", "kms:De*", "KMS:decrypt", "kms:*", "*"]) {
    itJudgesStatement(
      rule,
      `knows that ${action} decrypts`,
      { Effect: "Allow", Action: action, Resource: "*" },
      refused,
    );
  }
  for (const action of ["kms:Sign", "kms:GenerateMac", "kms:S*"]) {
    itJudgesStatement(
      rule,
      `knows that ${action} makes what others trust`,
      { ...decrypt, Action: action, Condition: undefined },
      refused,
    );
    itJudgesStatement(rule, `accepts ${action} with keys that an alias narrows`, { ...decrypt, Action: action }, []);
  }
  for (const action of ["kms:Encrypt", "kms:Verify", "kms:VerifyMac"]) {
    itJudgesStatement(rule, `accepts ${action} with every key`, { Effect: "Allow", Action: action, Resource: "*" }, []);
  }
  itJudgesStatement(
    rule,
    "leaves resources of other services alone",
    {
      ...decrypt,
      Action: ["kms:Decrypt", "s3:GetObject"],
      Resource: [named, "arn:aws:s3:::shop/*"],
      Condition: undefined,
    },
    [],
  );
  itJudgesStatement(rule, "refuses all keys but some", { Effect: "Allow", Action: "kms:Decrypt", NotResource: named }, [
    mandatory(`${path}.NotResource should give way to the ARNs of the keys`),
  ]);
  itJudges(rule, "cannot judge a key that is not known", policy({ ...decrypt, Resource: unknownText }), {}, [
    unknownVerdict(`${path}.Resource`),
  ]);
  itJudges(rule, "cannot judge an action that is not known", policy({ ...decrypt, Action: unknownText }), {}, [
    unknownVerdict(`${path}.Action`),
  ]);
  for (const condition of [unknownObject, aliased(unknownText)]) {
    itJudges(
      rule,
      `cannot judge a condition that is not known ${typeof condition === "string" ? "at all" : "in part"}`,
      policy({ ...decrypt, Condition: condition }),
      {},
      [unknownVerdict(`${path}.Condition`)],
    );
  }
});
