import { resourcePolicyNoAllowNotprincipal } from "../../../policy/rules/iam/resource-policy-no-allow-notprincipal";
import { kmsServicePrincipalScoped } from "../../../policy/rules/kms/service-principal-scoped";
import { s3PolicyCrossAccountScoped } from "../../../policy/rules/s3/policy-cross-account-scoped";
import { s3PolicyNoWildcardAction } from "../../../policy/rules/s3/policy-no-wildcard-action";
import { snsCrossAccountScoped } from "../../../policy/rules/sns/cross-account-scoped";
import { document } from "../support/cases";
import { advisory, mandatory, type Props, unknownText, unknownVerdict } from "../support/judging";
import { itJudgesEach } from "../support/tables";

const bucketPolicy = "aws:s3/bucketPolicy:BucketPolicy";
const path = "policy.Statement[0]";
const other = "210987654321";
const role = `arn:aws:iam::${other}:role/ci`;
const topic = "arn:aws:sns:eu-west-1:123456789012:releases";
const read = { Effect: "Allow", Principal: { AWS: role }, Action: "s3:GetObject", Resource: "arn:aws:s3:::shop/*" };
const publish = { Effect: "Allow", Principal: { AWS: role }, Action: "sns:Publish", Resource: topic };

function policy(...statements: readonly object[]): Props {
  return { policy: document(...statements) };
}

/** A document with something unknown in it, which only an object can have. */
function partly(statement: object): Props {
  return { policy: { Statement: [statement] } };
}

describe("resource-policy-no-allow-notprincipal", () => {
  const rule = resourcePolicyNoAllowNotprincipal;
  const notPrincipal = mandatory(
    `${path}.NotPrincipal should give way to Principal: it allows all that it does not name`,
  );
  const { Principal: _named, ...unnamed } = read;
  for (const type of rule.types) {
    describe(type, () => {
      itJudgesEach(rule, type, [
        ["accepts that there is no policy", {}],
        ["accepts what names whom and what", policy(read)],
        ["refuses all principals but one", policy({ ...unnamed, NotPrincipal: { AWS: role } }), notPrincipal],
      ]);
    });
  }
  itJudgesEach(rule, bucketPolicy, [
    [
      "refuses all actions but one",
      policy({ ...read, Action: undefined, NotAction: "s3:DeleteBucket" }),
      mandatory(`${path}.NotAction should give way to Action: it allows all that it does not name`),
    ],
    [
      "refuses all principals but one, which is not known",
      partly({ ...unnamed, NotPrincipal: unknownText }),
      notPrincipal,
    ],
    [
      "refuses it in a second statement",
      policy(read, { ...unnamed, NotPrincipal: "*" }),
      mandatory("policy.Statement[1].NotPrincipal should give way to Principal: it allows all that it does not name"),
    ],
    ["accepts that all but one are denied", policy({ ...unnamed, Effect: "Deny", NotPrincipal: { AWS: role } })],
    ["cannot judge a policy that is not known", { policy: unknownText }, unknownVerdict("policy")],
  ]);
});

describe("s3-policy-no-wildcard-action", () => {
  const refused = (pattern: string, place = `${path}.Action`) =>
    mandatory(`${place} should name the actions that are needed: ${pattern} is all of S3`);
  itJudgesEach(s3PolicyNoWildcardAction, bucketPolicy, [
    ["accepts that there is no policy", {}],
    ["accepts actions by name", policy({ ...read, Action: ["s3:GetObject", "s3:PutObject"] })],
    ["accepts some actions by a pattern", policy({ ...read, Action: "s3:Get*" })],
    ["accepts that everything is denied", policy({ ...read, Effect: "Deny", Action: "s3:*" })],
    ["refuses every action", policy({ ...read, Action: "*" }), refused("*")],
    ["refuses all of S3", policy({ ...read, Action: "s3:*" }), refused("s3:*")],
    ["refuses all of S3 in other words", policy({ ...read, Action: "S3:**" }), refused("S3:**")],
    [
      "refuses all of S3 among others",
      policy({ ...read, Action: ["s3:GetObject", "s3:*"] }),
      refused("s3:*", `${path}.Action[1]`),
    ],
    [
      "cannot judge an action that is not known",
      partly({ ...read, Action: unknownText }),
      unknownVerdict(`${path}.Action`),
    ],
  ]);
});

describe("s3-policy-cross-account-scoped", () => {
  const rule = s3PolicyCrossAccountScoped;
  const scoped = "should name roles of the account, unless ownAccounts names the account as the bucket's own";
  const whole = (place: string) => advisory(`${path}.Principal.AWS${place} ${scoped}`);
  const setting = (action: string) =>
    advisory(`${path}.Action should not let another account change the bucket's settings: ${action} does`);
  const root = { ...read, Principal: { AWS: `arn:aws:iam::${other}:root` } };
  const under = (value: unknown) => ({ ...root, Condition: { ArnLike: { "aws:PrincipalArn": value } } });

  itJudgesEach(rule, bucketPolicy, [
    ["accepts that there is no policy", {}],
    ["accepts a role of another account", policy(read)],
    ["accepts a service", policy({ ...read, Principal: { Service: "logging.s3.amazonaws.com" } })],
    ["leaves everybody to a rule of its own", policy({ ...read, Principal: "*" })],
    ["leaves every action to a rule of its own", policy({ ...read, Action: ["*", "s3:*"] })],
    ["refuses another account by its root", policy(root), whole("")],
    ["refuses another account by its number", policy({ ...read, Principal: { AWS: other } }), whole("")],
    [
      "refuses another account in another partition",
      policy({ ...root, Principal: { AWS: [`arn:aws-cn:iam::${other}:root`] } }),
      whole("[0]"),
    ],
    ["accepts another account's named roles", policy(under(role))],
    ["refuses another account's roles of any account", policy(under("*")), whole("")],
    ["refuses one named role beside any", policy(under([role, "*"])), whole("")],
    [
      "refuses to let a role change the policy",
      policy({ ...read, Action: "s3:PutBucketPolicy" }),
      setting("s3:PutBucketPolicy"),
    ],
    ["refuses to let a role change ACLs", policy({ ...read, Action: "s3:PutObject*" }), setting("s3:PutObject*")],
    [
      "accepts the ACL that gives the bucket owner control",
      policy({
        ...read,
        Action: "s3:PutObjectAcl",
        Condition: { StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" } },
      }),
    ],
    [
      "refuses any other ACL",
      policy({
        ...read,
        Action: "s3:PutObjectAcl",
        Condition: { StringEquals: { "s3:x-amz-acl": ["bucket-owner-full-control", "public-read"] } },
      }),
      setting("s3:PutObjectAcl"),
    ],
    ["accepts what is denied", policy({ ...root, Effect: "Deny" })],
    [
      "cannot judge a principal that is not known",
      partly({ ...read, Principal: { AWS: unknownText } }),
      unknownVerdict(`${path}.Principal.AWS`),
    ],
    ["cannot judge a policy that is not known", { policy: unknownText }, unknownVerdict("policy")],
  ]);
  itJudgesEach(
    rule,
    bucketPolicy,
    [
      ["accepts the bucket's own account where the configuration names it", policy(root)],
      [
        "accepts its own account by its number",
        policy({ ...read, Principal: { AWS: other }, Action: "s3:PutBucketPolicy" }),
      ],
    ],
    { ownAccounts: [other] },
  );
});

describe("sns-cross-account-scoped", () => {
  const rule = snsCrossAccountScoped;
  const refused = advisory(
    `${path}.Principal.AWS should stand under a Condition, unless ownAccounts names the account`,
  );
  const under = (operator: string) => ({ ...publish, Condition: { [operator]: { "aws:SourceArn": topic } } });
  for (const type of rule.types) {
    itJudgesEach(rule, type, [
      [`${type}: accepts that there is no policy`, {}],
      [`${type}: refuses a role of another account`, policy(publish), refused],
    ]);
  }
  itJudgesEach(rule, "aws:sns/topicPolicy:TopicPolicy", [
    ["accepts the account of the topic", policy({ ...publish, Principal: { AWS: "arn:aws:iam::123456789012:root" } })],
    ["refuses another account by its number", policy({ ...publish, Principal: { AWS: other } }), refused],
    ["refuses any account where the topic does not say whose it is", policy({ ...publish, Resource: "*" }), refused],
    ["accepts another account under a condition", policy(under("ArnEquals"))],
    ["refuses a condition that a request without the key meets", policy(under("ArnEqualsIfExists")), refused],
    ["refuses a condition that says what a request is not", policy(under("ArnNotEquals")), refused],
    ["leaves everybody to a rule of its own", policy({ ...publish, Principal: "*" })],
    ["accepts a service", policy({ ...publish, Principal: { Service: "events.amazonaws.com" } })],
    [
      "cannot judge a principal that is not known",
      partly({ ...publish, Principal: { AWS: unknownText } }),
      unknownVerdict(`${path}.Principal.AWS`),
    ],
    [
      "cannot judge a principal of a topic that is not known",
      partly({ ...publish, Resource: unknownText }),
      unknownVerdict(`${path}.Resource`),
    ],
    [
      "cannot judge a condition that is not known",
      partly({ ...publish, Condition: unknownText }),
      unknownVerdict(`${path}.Condition`),
    ],
  ]);
  itJudgesEach(
    rule,
    "aws:sns/topicPolicy:TopicPolicy",
    [["accepts the accounts that the configuration names", policy(publish)]],
    { ownAccounts: [other] },
  );
});

describe("kms-service-principal-scoped", () => {
  const rule = kmsServicePrincipalScoped;
  const use = { Effect: "Allow", Principal: { Service: "logs.amazonaws.com" }, Action: "kms:Decrypt", Resource: "*" };
  const refused = advisory(
    `${path}.Condition should compare aws:SourceAccount, or another key that says for whom the service acts`,
  );
  const when = (operator: string, key: string, value: unknown) =>
    policy({ ...use, Condition: { [operator]: { [key]: value } } });
  const logGroup = "arn:aws:logs:eu-west-1:123456789012:log-group:*";
  for (const type of rule.types) {
    itJudgesEach(rule, type, [
      [`${type}: accepts that there is no policy`, {}],
      [`${type}: refuses a service for anybody`, policy(use), refused],
    ]);
  }
  itJudgesEach(rule, "aws:kms/keyPolicy:KeyPolicy", [
    ["accepts a service for one account", when("StringEquals", "aws:SourceAccount", "123456789012")],
    ["accepts a service for one source", when("ArnLike", "aws:SourceArn", logGroup)],
    [
      "accepts a service for one thing that is encrypted",
      when("ArnLike", "kms:EncryptionContext:aws:logs:arn", logGroup),
    ],
    ["accepts what comes through a service", when("StringLike", "kms:ViaService", "s3.*.amazonaws.com")],
    ["accepts the callers of one account", when("StringEquals", "kms:CallerAccount", "123456789012")],
    ["accepts a role", policy({ ...use, Principal: { AWS: role } })],
    ["refuses a source of any account", when("ArnLike", "aws:SourceArn", "arn:aws:logs:*:*:*"), refused],
    ["refuses anything that is encrypted", when("StringLike", "kms:EncryptionContext:aws:logs:arn", "*"), refused],
    ["refuses what no key will do for", when("StringEqualsIfExists", "aws:SourceAccount", "123456789012"), refused],
    ["refuses another key", when("StringEquals", "aws:PrincipalOrgID", "o-a1b2c3d4e5"), refused],
    ["refuses no value", when("StringEquals", "aws:SourceAccount", []), refused],
    [
      "cannot judge a value that is not known",
      partly({ ...use, Condition: { StringEquals: { "aws:SourceAccount": unknownText } } }),
      unknownVerdict(`${path}.Condition`),
    ],
    [
      "cannot judge a condition that is not known",
      partly({ ...use, Condition: unknownText }),
      unknownVerdict(`${path}.Condition`),
    ],
  ]);
});
