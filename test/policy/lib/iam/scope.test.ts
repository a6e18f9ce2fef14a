import assert from "node:assert/strict";
import { readDocument } from "../../../../policy/iam/document";
import { type Properties, unknownValue } from "../../../../policy/iam/value";
import { unknownAt, violation } from "../../../../policy/lib/facts/finding";
import { allowedActions, judgeScope } from "../../../../policy/lib/iam/scope";

const statement = (change: Properties) => {
  const Statement = { Effect: "Allow", Action: "s3:PutObject", Resource: "*", ...change };
  return readDocument({ path: "policy", value: { Statement } }).statements[0] ?? assert.fail();
};
const scope = {
  isMeant: ({ name }: { readonly name: string }) =>
    ["s3:PutObject", "s3:DeleteObject", "sqs:SendMessage"].includes(name),
  desired: (names: string) => `should name what ${names} is for`,
};
const judged = (change: Properties) => judgeScope(statement(change), scope);
const broken = (place: string, names: string) =>
  violation(`policy.Statement.${place}`, `should name what ${names} is for`);

describe("actions on unnamed resources", () => {
  for (const [title, change, ...findings] of [
    ["are refused on everything", {}, broken("Resource", "s3:PutObject")],
    ["are refused by wildcard", { Action: "s3:*Object" }, broken("Resource", "s3:DeleteObject, s3:PutObject")],
    [
      "are refused on everything but some",
      { Resource: undefined, NotResource: "arn:aws:s3:::a/*" },
      broken("NotResource", "s3:PutObject"),
    ],
    [
      "are refused but those that are excluded",
      { Action: undefined, NotAction: ["s3:*", "sns:*"] },
      broken("Resource", "sqs:SendMessage"),
    ],
    [
      "are refused of the service of the ARN alone",
      { Action: ["s3:PutObject", "sqs:SendMessage"], Resource: "arn:aws:sqs:*:*:*" },
      broken("Resource", "sqs:SendMessage"),
    ],
    ["are right on a named resource", { Resource: "arn:aws:s3:::shop/*" }],
    ["are right if they are not meant", { Action: "s3:GetObject" }],
    [
      "are right with a condition that tells resources apart",
      { Condition: { StringEquals: { "s3:DataAccessPointArn": "arn:aws:s3:eu-west-1:1:accesspoint/shop" } } },
    ],
    [
      "are refused with another condition",
      { Condition: { Bool: { "aws:SecureTransport": "true" } } },
      broken("Resource", "s3:PutObject"),
    ],
    ["are not known with an unknown condition", { Condition: unknownValue }, unknownAt("policy.Statement.Condition")],
    ["are not known with an unknown resource", { Resource: unknownValue }, unknownAt("policy.Statement.Resource")],
    ["are not known as an unknown action", { Action: unknownValue }, unknownAt("policy.Statement.Action")],
    ["are refused by what is known", { Action: ["s3:PutObject", unknownValue] }, broken("Resource", "s3:PutObject")],
    ["are right on a named resource, whatever the action", { Action: unknownValue, Resource: "arn:aws:s3:::shop/*" }],
    ["are right with an unknown resource, if not meant", { Action: "s3:GetObject", Resource: unknownValue }],
  ] as const) {
    it(title, () => assert.deepEqual(judged(change), findings));
  }
});

describe("the actions that a statement allows", () => {
  const names = (change: Properties) => allowedActions(statement(change)).map(({ name }) => name);

  it("are those of its names and wildcards, once each", () => {
    assert.deepEqual(names({ Action: ["sqs:SendMessage", "SQS:sendm*", "sqs:NoSuchAction", unknownValue] }), [
      "sqs:SendMessage",
    ]);
  });

  it("are all others where it excludes some", () => {
    const all = names({ Action: undefined, NotAction: "s3:*" });
    assert.equal(all.includes("sqs:SendMessage"), true);
    assert.deepEqual(
      all.filter((name) => name.startsWith("s3:")),
      [],
    );
    assert.deepEqual(names({ Action: undefined, NotAction: ["s3:*", unknownValue] }), []);
  });
});
