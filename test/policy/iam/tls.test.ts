import assert from "node:assert/strict";
import { readDocument } from "../../../policy/iam/document";
import { deniesPlainHttp, denyWithoutTls } from "../../../policy/iam/tls";
import { unknownValue, type Value } from "../../../policy/iam/value";

const withoutTls = { Bool: { "aws:SecureTransport": "false" } };
const deny = {
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: ["arn:aws:s3:::logs", "arn:aws:s3:::logs/*"],
  Condition: withoutTls,
};

function statements(...Statement: readonly Value[]) {
  return readDocument({ path: "policy", value: { Statement } }).statements;
}

describe("a bucket policy that denies requests without TLS", () => {
  for (const [title, policy, name, expected] of [
    ["covers the bucket and its objects", [deny], "logs", true],
    [
      "may say it in two statements",
      [
        { ...deny, Resource: "arn:aws:s3:::logs" },
        { ...deny, Resource: "arn:aws:s3:::logs/*" },
      ],
      "logs",
      true,
    ],
    ["may use one pattern", [{ ...deny, Resource: "arn:aws:s3:::logs*" }], "logs", true],
    ["may deny everything", [{ ...deny, Action: "*", Resource: "*" }], "logs", true],
    ["may name the principal as AWS: *", [{ ...deny, Principal: { AWS: "*" } }], "logs", true],
    [
      "may be for a partition of its own",
      [{ ...deny, Resource: ["arn:aws-cn:s3:::logs", "arn:aws-cn:s3:::logs/*"] }],
      "logs",
      true,
    ],
    [
      "must not mix partitions",
      [{ ...deny, Resource: ["arn:aws-cn:s3:::logs", "arn:aws:s3:::logs/*"] }],
      "logs",
      false,
    ],
    ["must cover the objects", [{ ...deny, Resource: "arn:aws:s3:::logs" }], "logs", false],
    ["must cover all objects", [{ ...deny, Resource: ["arn:aws:s3:::logs", "arn:aws:s3:::logs/a/*"] }], "logs", false],
    ["must cover the bucket", [{ ...deny, Resource: "arn:aws:s3:::logs/*" }], "logs", false],
    ["must be about this bucket", [deny], "other", false],
    ["is judged by any bucket while the name is unknown", [deny], unknownValue, true],
    ["is judged by any bucket while AWS chooses the name", [deny], undefined, true],
    ["is unknown with unknown resources", [{ ...deny, Resource: unknownValue }], "logs", unknownValue],
    [
      "is one with an unknown resource beside those that it needs",
      [{ ...deny, Resource: [...deny.Resource, unknownValue] }],
      "logs",
      true,
    ],
    ["is none without statements", [{ Effect: "Allow", Action: "s3:*", Resource: unknownValue }], "logs", false],
  ] as const) {
    it(title, () => assert.equal(denyWithoutTls(statements(...policy), name), expected));
  }
});

describe("a statement that denies an action without TLS", () => {
  const judged = (change: object) =>
    statements({ ...deny, ...change }).some((each) => deniesPlainHttp(each, "sns:Publish"));
  const fitting = { Action: "SNS:Publish" };

  it("names the action in any case, or by a wildcard", () => {
    assert.deepEqual(
      ["SNS:Publish", "sns:*", "*", ["a:b", "sns:publish"], "sns:Subscribe", unknownValue].map((Action) =>
        judged({ Action }),
      ),
      [true, true, true, true, false, false],
    );
  });

  for (const [title, change, expected] of [
    ["with a boolean", { Condition: { Bool: { "aws:SecureTransport": false } } }, true],
    ["with BoolIfExists", { Condition: { BoolIfExists: { "aws:securetransport": "false" } } }, true],
    ["that allows", { Effect: "Allow" }, false],
    ["for one principal", { Principal: { AWS: "111122223333" } }, false],
    ["for a service called *", { Principal: { Service: "*" } }, false],
    ["with TLS", { Condition: { Bool: { "aws:SecureTransport": "true" } } }, false],
    ["without or with TLS", { Condition: { Bool: { "aws:SecureTransport": ["false", "true"] } } }, false],
    ["without a value", { Condition: { Bool: { "aws:SecureTransport": [] } } }, false],
    [
      "with a second condition, which lets requests through",
      {
        Condition: { ...withoutTls, StringEquals: { "aws:PrincipalAccount": "111122223333" } },
      },
      false,
    ],
    ["with another operator", { Condition: { StringEquals: { "aws:SecureTransport": "false" } } }, false],
    ["with an unknown condition", { Condition: unknownValue }, false],
    ["without a condition", { Condition: undefined }, false],
  ] as const) {
    it(`${expected ? "counts" : "does not count"} ${title}`, () => {
      assert.equal(judged({ ...fitting, ...change }), expected);
    });
  }
});
