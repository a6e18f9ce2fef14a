import assert from "node:assert/strict";
import { readDocument } from "../../../../policy/iam/document";
import { type Properties, unknownValue } from "../../../../policy/iam/value";
import { type Finding, unknownAt, violation } from "../../../../policy/lib/facts/finding";
import {
  accountsIn,
  bindsToOwner,
  namesNobodyAtLarge,
  sharesWithNamed,
} from "../../../../policy/lib/iam/public-principal";

const own = "arn:aws:sns:eu-west-1:111122223333:topic";
const statement = (change: Properties) => {
  const Statement = { Effect: "Allow", Action: "sns:Publish", Resource: own, ...change };
  const [read] = readDocument({ path: "policy", value: { Statement } }).statements;
  return read ?? assert.fail();
};
const judged = (change: Properties, serviceKeys: readonly string[] = []) =>
  namesNobodyAtLarge(statement(change), serviceKeys);
const kinds = (findings: readonly Finding[]) => findings.map(({ kind }) => kind);
const anyone = (place: string) =>
  violation(
    `policy.Statement.${place}`,
    "should name its principals, or Condition the account, organization or source: * is anyone",
  );

describe("a principal at large", () => {
  for (const [title, change, ...findings] of [
    ["is everybody", { Principal: "*" }, anyone("Principal")],
    ["is everybody of AWS", { Principal: { AWS: ["111122223333", "*"] } }, anyone("Principal.AWS[1]")],
    ["is any role", { Principal: { AWS: "arn:aws:iam::*:role/x" } }, anyone("Principal.AWS")],
    [
      "is a group of everybody",
      { Principal: { AWS: "http://acs.amazonaws.com/groups/global/AllUsers" } },
      anyone("Principal.AWS"),
    ],
    [
      "is a group of everybody with an account",
      { Principal: { AWS: "http://acs.amazonaws.com/groups/global/AuthenticatedUsers" } },
      anyone("Principal.AWS"),
    ],
    ["is no account", { Principal: { AWS: "444455556666" } }],
    [
      "is bound by an account",
      { Principal: "*", Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } } },
    ],
    [
      "is bound by an organization",
      { Principal: "*", Condition: { StringEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } } },
    ],
    [
      "is not bound by a header",
      { Principal: "*", Condition: { StringEquals: { "aws:Referer": "https://x" } } },
      anyone("Principal"),
    ],
    [
      "is not bound by a wildcard",
      { Principal: "*", Condition: { StringLike: { "aws:SourceAccount": "*" } } },
      anyone("Principal"),
    ],
    [
      "is not known with an unknown condition",
      { Principal: "*", Condition: unknownValue },
      unknownAt("policy.Statement.Condition"),
    ],
    [
      "is not known with an unknown principal",
      { Principal: { AWS: unknownValue } },
      unknownAt("policy.Statement.Principal.AWS"),
    ],
  ] as const) {
    it(title, () => assert.deepEqual(judged(change), findings));
  }

  it("is bound by the keys of a service where they are given", () => {
    const change = { Principal: "*", Condition: { StringEquals: { "kms:CallerAccount": "111122223333" } } };
    assert.deepEqual(judged(change), [anyone("Principal")]);
    assert.deepEqual(judged(change, ["kms:CallerAccount"]), []);
  });
});

describe("a service as principal", () => {
  const s3 = { Principal: { Service: "s3.amazonaws.com" } };

  it("is advised to be bound to its source, where it sends one", () => {
    const [finding, ...more] = judged(s3);
    assert.deepEqual(more, []);
    assert.equal(finding?.kind, "advice");
    assert.match(
      finding?.message ?? "",
      /^policy\.Statement\.Condition should require aws:SourceAccount or aws:SourceArn of s3\.amazonaws\.com: see https:/,
    );
  });

  it("is right with a source, an unknown condition, or a service that sends none", () => {
    assert.deepEqual(judged({ ...s3, Condition: { ArnLike: { "aws:SourceArn": "arn:aws:s3:::bucket" } } }), []);
    assert.deepEqual(judged({ ...s3, Condition: unknownValue }), []);
    assert.deepEqual(judged({ Principal: { Service: "rds.amazonaws.com" } }), []);
  });
});

describe("a condition that binds everybody to an account", () => {
  const bound = (account: string) => ({
    Principal: "*",
    Condition: { StringEquals: { "aws:SourceAccount": account } },
  });

  it("is advised to name the account of the resource", () => {
    assert.deepEqual(kinds(judged(bound("111122223333"))), []);
    assert.deepEqual(judged(bound("444455556666")), [
      {
        kind: "advice",
        message: "policy.Statement.Condition should name your account: 444455556666 is in no ARN of the resource",
      },
    ]);
  });

  it("is advised beside a comparison that binds nobody, and not beside one that tells no account", () => {
    const beside = (comparison: Properties) => {
      const { Condition } = bound("444455556666");
      return kinds(judged({ Principal: "*", Condition: { ...Condition, ...comparison } }));
    };
    assert.deepEqual(beside({ StringLike: { "aws:PrincipalArn": "*" } }), ["advice"]);
    assert.deepEqual(beside({ StringLike: { "aws:PrincipalOrgID": "o-abcdefghij" } }), []);
  });

  it("is not judged where the owner is not known, or another condition tells no account", () => {
    assert.deepEqual(bindsToOwner(statement(bound("444455556666")), new Set()), []);
    assert.deepEqual(judged({ ...bound("444455556666"), Resource: "*" }), []);
    assert.deepEqual(
      judged({ Principal: "*", Condition: { StringEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } } }),
      [],
    );
    assert.deepEqual(judged({ ...bound("444455556666"), Principal: { AWS: "444455556666" } }), []);
  });
});

describe("the accounts in texts", () => {
  it("are those of ARNs and numbers", () => {
    assert.deepEqual(
      accountsIn([
        own,
        "444455556666",
        "arn:aws:s3:::a",
        "*",
        "arn:aws:sqs:eu-west-1:444455556666:q",
        "1234567890123",
        "",
      ]),
      new Set(["111122223333", "444455556666"]),
    );
  });
});

describe("a whole account in the policy of a resource", () => {
  const foreign = "444455556666";
  const shared = (...Statement: readonly Properties[]) =>
    sharesWithNamed()({ type: "aws:kms/keyPolicy:KeyPolicy", props: { policy: { Statement } } });
  const use = (principal: Properties, change: Properties = {}): Properties => ({
    ...{ Effect: "Allow", Principal: principal, Action: "kms:Decrypt", Resource: "*" },
    ...change,
  });
  const administers = use({ AWS: "111122223333" }, { Action: "kms:*" });

  it("is found beside the owner of the resource", () => {
    assert.deepEqual(kinds(shared(administers, use({ AWS: foreign }))), ["advice"]);
  });

  it("is not the owner because it is denied the administration", () => {
    const denied = use({ AWS: foreign }, { Effect: "Deny", Action: "kms:PutKeyPolicy" });
    assert.deepEqual(kinds(shared(denied, use({ AWS: foreign }))), ["advice"]);
  });

  it("is left alone under an unknown condition, and as another type of principal", () => {
    assert.deepEqual(shared(administers, use({ AWS: foreign }, { Condition: unknownValue })), []);
    assert.deepEqual(shared(administers, use({ Federated: foreign })), []);
  });
});
