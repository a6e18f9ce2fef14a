import assert from "node:assert/strict";
import type { Rule } from "../../../policy/lib/rule/rule";
import { codeartifactPolicyNotPublic } from "../../../policy/rules/codeartifact/policy-not-public";
import { codebuildResourcePolicyNotPublic } from "../../../policy/rules/codebuild/resource-policy-not-public";
import { dataNoPublicPolicy } from "../../../policy/rules/data/no-public-policy";
import { ecrNoPublicPolicy } from "../../../policy/rules/ecr/no-public-policy";
import { eventsBusNoPublicPolicy } from "../../../policy/rules/eventbridge/bus-no-public-policy";
import { kmsNoPublicPrincipal } from "../../../policy/rules/kms/no-public-principal";
import { logsNoPublicPolicy } from "../../../policy/rules/logs/no-public-policy";
import { s3NoPublicPolicy } from "../../../policy/rules/s3/no-public-policy";
import { secretNoPublicPolicy } from "../../../policy/rules/secretsmanager/no-public-policy";
import { snsNoPublicPolicy } from "../../../policy/rules/sns/no-public-policy";
import { sqsNoPublicPolicy } from "../../../policy/rules/sqs/no-public-policy";
import { document } from "../support/cases";
import { advisory, judgeStack, mandatory, type Props, unknownText, unknownVerdict } from "../support/judging";
import { itJudgesEach } from "../support/tables";

const account = "123456789012";
const anyone = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" };
const path = "policy.Statement[0]";
const isAnyone = "should name its principals, or Condition the account, organization or source: * is anyone";
const refused = mandatory(`${path}.Principal ${isAnyone}`);

function policy(change: object): Props {
  return { policy: document({ ...anyone, ...change }) };
}

function when(operator: string, key: string, value: unknown): Props {
  return policy({ Condition: { [operator]: { [key]: value } } });
}

const types: readonly (readonly [Rule, string])[] = [
  [s3NoPublicPolicy, "aws:s3/bucketPolicy:BucketPolicy"],
  [s3NoPublicPolicy, "aws:s3/bucket:Bucket"],
  [s3NoPublicPolicy, "aws:s3/bucketV2:BucketV2"],
  [kmsNoPublicPrincipal, "aws:kms/key:Key"],
  [kmsNoPublicPrincipal, "aws:kms/keyPolicy:KeyPolicy"],
  [snsNoPublicPolicy, "aws:sns/topic:Topic"],
  [snsNoPublicPolicy, "aws:sns/topicPolicy:TopicPolicy"],
  [sqsNoPublicPolicy, "aws:sqs/queue:Queue"],
  [sqsNoPublicPolicy, "aws:sqs/queuePolicy:QueuePolicy"],
  [ecrNoPublicPolicy, "aws:ecr/repositoryPolicy:RepositoryPolicy"],
  [ecrNoPublicPolicy, "aws:ecr/registryPolicy:RegistryPolicy"],
  [dataNoPublicPolicy, "aws:backup/vaultPolicy:VaultPolicy"],
  [dataNoPublicPolicy, "aws:dynamodb/resourcePolicy:ResourcePolicy"],
  [dataNoPublicPolicy, "aws:glue/resourcePolicy:ResourcePolicy"],
  [dataNoPublicPolicy, "aws:kinesis/resourcePolicy:ResourcePolicy"],
];

for (const [rule, type] of types) {
  describe(`${rule.name} on ${type}`, () => {
    itJudgesEach(rule, type, [
      ["accepts that there is no policy", {}],
      ["accepts a policy that is empty", { policy: "" }],
      ["accepts a role", policy({ Principal: { AWS: `arn:aws:iam::${account}:role/ci` } })],
      [
        "accepts a service for one account",
        policy({
          Principal: { Service: "codebuild.amazonaws.com" },
          Condition: { StringEquals: { "aws:SourceAccount": account } },
        }),
      ],
      ["accepts that everybody is denied", policy({ Effect: "Deny" })],
      ["refuses everybody", policy({}), refused],
      [
        "refuses every AWS principal",
        policy({ Principal: { AWS: "*" } }),
        mandatory(`${path}.Principal.AWS ${isAnyone}`),
      ],
      [
        "refuses every AWS principal among others",
        policy({ Principal: { AWS: [`arn:aws:iam::${account}:role/ci`, "*"] } }),
        mandatory(`${path}.Principal.AWS[1] ${isAnyone}`),
      ],
      [
        "refuses everybody in a second statement, given as an object",
        { policy: { Statement: [{ ...anyone, Effect: "Deny" }, anyone] } },
        mandatory(`policy.Statement[1].Principal ${isAnyone}`),
      ],
      [
        "refuses text that is no document",
        { policy: "{" },
        mandatory("policy should be a JSON policy document with a Statement"),
      ],
      ["cannot judge a policy that is not known", { policy: unknownText }, unknownVerdict("policy")],
    ]);
  });
}

describe("a wildcard principal", () => {
  itJudgesEach(s3NoPublicPolicy, "aws:s3/bucketPolicy:BucketPolicy", [
    ["may be narrowed down to an account", when("StringEquals", "aws:SourceAccount", account)],
    ["may be narrowed down to an account's principals", when("StringEquals", "aws:PrincipalAccount", [account])],
    [
      "may be narrowed down to an organization, in any case",
      when("stringequals", "AWS:principalorgid", "o-a1b2c3d4e5"),
    ],
    [
      "may be narrowed down to a unit of an organization",
      when("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*"),
    ],
    ["may be narrowed down to a source", when("ArnLike", "aws:SourceArn", `arn:aws:events:*:${account}:rule/*`)],
    ["may be narrowed down to a bucket", when("ArnLike", "aws:SourceArn", "arn:aws:s3:::shop-dev-*")],
    ["may be narrowed down to a network", when("StringEquals", "aws:SourceVpce", "vpce-1a2b3c4d")],
    ["may be narrowed down to a VPC", when("StringEquals", "aws:SourceVpc", "vpc-1a2b3c4d")],
    ["may be narrowed down to an organization's sources", when("StringEquals", "aws:SourceOrgID", "o-a1b2c3d4e5")],
    [
      "may be narrowed down to the sources of a unit",
      when("ForAnyValue:StringLike", "aws:SourceOrgPaths", ["o-a1b2c3d4e5/r-ab12/*"]),
    ],
    ["may be narrowed down to a role", when("ArnEquals", "aws:PrincipalArn", `arn:aws:iam::${account}:role/ci`)],
    [
      "is not narrowed down by what a request says of itself",
      when("StringEquals", "aws:Referer", "https://shop"),
      refused,
    ],
    ["is not narrowed down by its user agent", when("StringEquals", "aws:UserAgent", "ci"), refused],
    ["is not narrowed down by TLS", when("Bool", "aws:SecureTransport", "true"), refused],
    ["is not narrowed down by a user's name", when("StringEquals", "aws:username", "ci"), refused],
    ["is not narrowed down by whose the resource is", when("StringEquals", "aws:ResourceAccount", account), refused],
    ["is not narrowed down by what a source is not", when("ArnNotEquals", "aws:SourceArn", "arn:aws:s3:::x"), refused],
    [
      "is not narrowed down by what a source is not like",
      when("ArnNotLike", "aws:SourceArn", "arn:aws:s3:::x"),
      refused,
    ],
    ["is not narrowed down where no key will do", when("StringEqualsIfExists", "aws:SourceAccount", account), refused],
    [
      "is not narrowed down where no value will do",
      when("ForAllValues:StringEquals", "aws:SourceAccount", account),
      refused,
    ],
    ["is not narrowed down to every organization", when("StringLike", "aws:PrincipalOrgID", "o-*"), refused],
    ["is not narrowed down to a source of any account", when("ArnLike", "aws:SourceArn", "arn:aws:sns:*:*:*"), refused],
    ["is not narrowed down by one value of two", when("StringLike", "aws:SourceAccount", [account, "*"]), refused],
    ["is not narrowed down to nothing", when("StringEquals", "aws:SourceAccount", []), refused],
    ["is not narrowed down by keys of other services", when("StringEquals", "kms:CallerAccount", account), refused],
    [
      "cannot be judged under a condition that is not known",
      { policy: { Statement: [{ ...anyone, Condition: unknownText }] } },
      unknownVerdict(`${path}.Condition`),
    ],
    [
      "cannot be judged under a value that is not known",
      { policy: { Statement: [{ ...anyone, Condition: { StringEquals: { "aws:SourceAccount": unknownText } } }] } },
      unknownVerdict(`${path}.Condition`),
    ],
    [
      "may be what is not known",
      { policy: { Statement: [{ ...anyone, Principal: { AWS: unknownText } }] } },
      unknownVerdict(`${path}.Principal.AWS`),
    ],
    [
      "is no matter where the condition is not known and the principal is",
      { policy: { Statement: [{ ...anyone, Principal: { AWS: account }, Condition: unknownText }] } },
    ],
  ]);
});

describe("kms-no-public-principal", () => {
  itJudgesEach(kmsNoPublicPrincipal, "aws:kms/keyPolicy:KeyPolicy", [
    ["accepts everybody of one account", when("StringEquals", "kms:CallerAccount", account)],
    [
      "refuses everybody who comes through a service",
      when("StringEquals", "kms:ViaService", "s3.eu-west-1.amazonaws.com"),
      refused,
    ],
  ]);
});

describe("sns-no-public-policy", () => {
  itJudgesEach(snsNoPublicPolicy, "aws:sns/topicPolicy:TopicPolicy", [
    ["accepts what SNS itself gives a topic", when("StringEquals", "AWS:SourceOwner", account)],
    ["refuses whoever subscribes over HTTPS", when("StringEquals", "sns:Protocol", "https"), refused],
  ]);
});

describe("sqs-no-public-policy", () => {
  const place = `${path}.Action`;
  const named = { Principal: { AWS: account }, Resource: `arn:aws:sqs:eu-west-1:${account}:shop` };
  const listed = mandatory(`${place} should name the actions that are needed, not all`);
  itJudgesEach(sqsNoPublicPolicy, "aws:sqs/queuePolicy:QueuePolicy", [
    ["accepts what the console gives a queue", policy({ ...named, Action: "SQS:*" })],
    ["refuses every action", policy({ ...named, Action: "*" }), listed],
    ["refuses every action of every service", policy({ ...named, Action: "*:*" }), listed],
    [
      "cannot judge an action that is not known",
      { policy: { Statement: [{ ...anyone, ...named, Action: unknownText }] } },
      unknownVerdict(place),
    ],
  ]);
});

describe("a service in a topic's policy", () => {
  const publish = { Effect: "Allow", Action: "sns:Publish", Resource: "*" };
  const s3 = { ...publish, Principal: { Service: "s3.amazonaws.com" } };
  const page = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html";
  itJudgesEach(snsNoPublicPolicy, "aws:sns/topicPolicy:TopicPolicy", [
    [
      "should say whose resource it acts for",
      { policy: { Statement: [s3] } },
      advisory(`${path}.Condition should require aws:SourceAccount or aws:SourceArn of s3.amazonaws.com: see ${page}`),
    ],
    [
      "is fine for one account",
      { policy: { Statement: [{ ...s3, Condition: { StringEquals: { "aws:SourceAccount": account } } }] } },
    ],
    [
      "needs no source that it does not send",
      { policy: { Statement: [{ ...s3, Principal: { Service: "glue.amazonaws.com" } }] } },
    ],
    [
      "is left alone under a condition that is not known",
      { policy: { Statement: [{ ...s3, Condition: { StringEquals: { "aws:SourceAccount": unknownText } } }] } },
    ],
  ]);
});

describe("a whole account as a principal", () => {
  const foreign = "999988887777";
  const statement = (change: object = {}) => ({
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${foreign}:root` },
    Action: "x:Use",
    Resource: "*",
    ...change,
  });
  const said = (document: string, index = 0) =>
    advisory(
      `${document}.Statement[${index}].Principal.AWS should name roles: any principal of the account ${foreign} may get this access`,
    );
  const bothAdminister = (index: number) =>
    advisory(
      `policy.Statement[${index}].Principal.AWS should be a principal of the key's account: the accounts ${account} and ${foreign} may change the key policy`,
    );
  const cases: readonly (readonly [Rule, type: string, document: string, owner: Props])[] = [
    [ecrNoPublicPolicy, "aws:ecr/repositoryPolicy:RepositoryPolicy", "policy", {}],
    [
      kmsNoPublicPrincipal,
      "aws:kms/keyPolicy:KeyPolicy",
      "policy",
      { keyId: `arn:aws:kms:eu-west-1:${account}:key/1` },
    ],
    [secretNoPublicPolicy, "aws:secretsmanager/secretPolicy:SecretPolicy", "policy", {}],
    [
      sqsNoPublicPolicy,
      "aws:sqs/queuePolicy:QueuePolicy",
      "policy",
      { queueUrl: `https://sqs.eu-west-1.amazonaws.com/${account}/q` },
    ],
    [codeartifactPolicyNotPublic, "aws:codeartifact/domainPermissions:DomainPermissions", "policyDocument", {}],
    [eventsBusNoPublicPolicy, "aws:cloudwatch/eventBusPolicy:EventBusPolicy", "policy", {}],
    [logsNoPublicPolicy, "aws:cloudwatch/logDestinationPolicy:LogDestinationPolicy", "accessPolicy", {}],
    [codebuildResourcePolicyNotPublic, "aws:codebuild/resourcePolicy:ResourcePolicy", "policy", {}],
  ];

  for (const [rule, type, property, owner] of cases) {
    const stating = (change: object = {}): Props => ({ ...owner, [property]: document(statement(change)) });
    describe(`in ${rule.name}`, () => {
      itJudgesEach(rule, type, [
        ["should give way to its roles", stating(), said(property)],
        ["should give way to its roles by its number too", stating({ Principal: { AWS: foreign } }), said(property)],
        ["may be the owner of the resource", stating({ Resource: `arn:aws:x:eu-west-1:${foreign}:y` })],
        ["may be a role", stating({ Principal: { AWS: `arn:aws:iam::${foreign}:role/ci` } })],
        [
          "may be narrowed down to roles",
          stating({ Condition: { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${foreign}:role/ci` } } }),
        ],
        ["is left alone where it is denied", stating({ Effect: "Deny" })],
      ]);
    });
  }

  const events = { Effect: "Allow", Principal: { Service: "events.amazonaws.com" }, Resource: "*" };
  const written = (...actions: string[]): Props => ({ policyDocument: document({ ...events, Action: actions }) });
  const sourceOfEvents = advisory(
    "policyDocument.Statement[0].Condition should require aws:SourceAccount or aws:SourceArn of events.amazonaws.com: see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html",
  );
  itJudgesEach(logsNoPublicPolicy, "aws:cloudwatch/logResourcePolicy:LogResourcePolicy", [
    ["may be a service that only creates log streams", written("logs:CreateLogStream")],
    ["should name its source where a service writes", written("logs:PutLogEvents"), sourceOfEvents],
    [
      "should name its source where a service does both",
      written("logs:CreateLogStream", "logs:PutLogEvents"),
      sourceOfEvents,
    ],
    [
      "is refused as everybody, even to create log streams",
      { policyDocument: document({ ...events, Principal: "*", Action: "logs:CreateLogStream" }) },
      mandatory(`policyDocument.Statement[0].Principal ${isAnyone}`),
    ],
  ]);

  itJudgesEach(sqsNoPublicPolicy, "aws:sqs/queuePolicy:QueuePolicy", [
    [
      "may be the account in the address of a queue",
      {
        queueUrl: `https://sqs.eu-west-1.amazonaws.com/${foreign}/q`,
        policy: document(statement({ Action: "sqs:SendMessage" })),
      },
    ],
  ]);

  itJudgesEach(kmsNoPublicPrincipal, "aws:kms/key:Key", [
    [
      "is the owner of a key where it administers it",
      {
        policy: document(
          statement({ Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: "kms:*" }),
          statement({ Action: "kms:Decrypt" }),
        ),
      },
      said("policy", 1),
    ],
    [
      "is the owner of a key where it alone may change the policy",
      { policy: document(statement({ Action: ["kms:PutKeyPolicy", "kms:DescribeKey"] })) },
    ],
    [
      "should not administer a key beside another account",
      {
        policy: document(
          statement({ Principal: { AWS: `arn:aws:iam::${account}:role/admin` }, Action: "kms:*" }),
          statement({ Action: "kms:*" }),
        ),
      },
      bothAdminister(0),
      bothAdminister(1),
    ],
    [
      "should not administer a key of the account in its ARN",
      {
        keyId: `arn:aws:kms:eu-west-1:${account}:key/1111`,
        policy: document(
          statement({ Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: "kms:*" }),
          statement({ Principal: { AWS: `arn:aws:iam::${foreign}:role/admin` }, Action: "kms:PutKeyPolicy" }),
        ),
      },
      advisory(
        `policy.Statement[1].Principal.AWS should be a principal of the account ${account}: the account ${foreign} may change the key policy`,
      ),
    ],
  ]);
});

describe("a grant of a key", () => {
  const keyId = `arn:aws:kms:eu-west-1:${account}:key/11111111-2222-3333-4444-555555555555`;
  const elsewhere = advisory(
    "granteePrincipal should be a principal of the resource's account: 999988887777 is another account",
  );
  itJudgesEach(kmsNoPublicPrincipal, "aws:kms/grant:Grant", [
    ["may be for a role of its account", { keyId, granteePrincipal: `arn:aws:iam::${account}:role/ci` }],
    [
      "may be for a role where the key's account is unknown",
      { keyId: "1", granteePrincipal: `arn:aws:iam::${account}:role/ci` },
    ],
    ["should not be for another account", { keyId, granteePrincipal: "arn:aws:iam::999988887777:role/ci" }, elsewhere],
    [
      "should not be for a whole account",
      { keyId: "1", granteePrincipal: "arn:aws:iam::999988887777:root" },
      advisory("granteePrincipal should name roles: any principal of the account 999988887777 may get this access"),
    ],
    [
      "cannot be judged for an unknown principal",
      { keyId, granteePrincipal: unknownText },
      unknownVerdict("granteePrincipal"),
    ],
  ]);
});

describe("a bucket's policy", () => {
  const foreign = "999988887777";
  const desired = `should name your account: ${foreign} is in no ARN of the resource`;
  const stack = (condition: object, keyAccount: string) => [
    {
      name: "encryption",
      type: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
      props: { rules: [{ kmsMasterKeyId: `arn:aws:kms:eu-west-1:${keyAccount}:key/1234abcd` }] },
    },
    { name: "policy", type: "aws:s3/bucketPolicy:BucketPolicy", props: policy({ Condition: condition }) },
  ];
  const bound = { StringEquals: { "aws:PrincipalAccount": foreign } };

  it("should not be bound to an account that the stack does not name elsewhere", () => {
    assert.deepEqual(judgeStack(s3NoPublicPolicy, stack(bound, account)), [
      advisory(`${path}.Condition ${desired}`, "policy"),
    ]);
  });

  it("may be bound to the account of its key, to several with that one, or to an organization", () => {
    for (const condition of [
      { StringEquals: { "aws:PrincipalAccount": account } },
      { StringEquals: { "aws:PrincipalAccount": [foreign, account] } },
      { StringEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } },
    ]) {
      assert.deepEqual(judgeStack(s3NoPublicPolicy, stack(condition, account)), []);
    }
    assert.deepEqual(judgeStack(s3NoPublicPolicy, stack(bound, foreign)), []);
  });

  itJudgesEach(s3NoPublicPolicy, "aws:s3/bucketPolicy:BucketPolicy", [
    [
      "should not let the group of all users in",
      policy({ Principal: { CanonicalUser: "http://acs.amazonaws.com/groups/global/AllUsers" } }),
      mandatory(`${path}.Principal.CanonicalUser ${isAnyone}`),
    ],
    ["may let one canonical user in", policy({ Principal: { CanonicalUser: "79a59df900b949e5" } })],
  ]);
});
