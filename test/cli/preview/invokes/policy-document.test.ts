import assert from "node:assert/strict";
import { type PropertyMap, secret, UNKNOWN } from "../../../../cli/preview/base/property-value";
import { policyDocumentAnswer } from "../../../../cli/preview/invokes/policy-document";

const token = "aws:iam/getPolicyDocument:getPolicyDocument";

function answer(args: PropertyMap): PropertyMap {
  const result = policyDocumentAnswer({ token, args, provider: undefined });
  assert.ok(result);
  return result;
}

function document(args: PropertyMap) {
  return JSON.parse(String(answer(args).json));
}

function statement(given: PropertyMap) {
  return document({ statements: [given] }).Statement[0];
}

describe("aws.iam.getPolicyDocument", () => {
  it("is written as AWS's provider writes it", () => {
    const args = { statements: [{ sid: "A", actions: ["s3:Get<b>&"], resources: ["*"] }] };
    assert.deepEqual(answer(args), {
      ...args,
      version: "2012-10-17",
      id: "1081961618",
      json: `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "A",
      "Effect": "Allow",
      "Action": "s3:Get\\u003cb\\u003e\\u0026",
      "Resource": "*"
    }
  ]
}`,
      minifiedJson:
        '{"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Allow","Action":"s3:Get\\u003cb\\u003e\\u0026","Resource":"*"}]}',
    });
  });

  it("answers no other function", () => {
    assert.equal(policyDocumentAnswer({ token: "aws:iam/getRole:getRole", args: {}, provider: undefined }), undefined);
  });

  it("writes one value as text and several as a list without duplicates, sorted downwards", () => {
    assert.deepEqual(statement({ effect: "Deny", notActions: ["a:A", "b:B", "a:A"], notResources: ["r1", "r2"] }), {
      Effect: "Deny",
      NotAction: ["b:B", "a:A"],
      NotResource: ["r2", "r1"],
    });
  });

  it("gathers principals by type, and writes everybody as a star", () => {
    const service = { type: "Service", identifiers: ["b.amazonaws.com", "a.amazonaws.com"] };
    const one = { type: "AWS", identifiers: ["arn:1"] };
    const two = { type: "AWS", identifiers: ["arn:2"] };
    assert.deepEqual(
      statement({ principals: [service, one, two], notPrincipals: [{ type: "*", identifiers: ["*"] }] }),
      {
        Effect: "Allow",
        Principal: { AWS: ["arn:1", "arn:2"], Service: ["b.amazonaws.com", "a.amazonaws.com"] },
        NotPrincipal: "*",
      },
    );
    assert.deepEqual(statement({ principals: [{ type: "AWS", identifiers: ["*"] }] }).Principal, { AWS: "*" });
  });

  it("gathers conditions by operator and key, with their values in order", () => {
    const conditions = [
      { test: "StringEquals", variable: "b", values: ["2", "1"] },
      { test: "StringEquals", variable: "a", values: ["x"] },
      { test: "StringEquals", variable: "b", values: ["0"] },
      { test: "Bool", variable: "c", values: ["true"] },
    ];
    assert.deepEqual(statement({ conditions }).Condition, {
      Bool: { c: "true" },
      StringEquals: { a: "x", b: ["2", "1", "0"] },
    });
  });

  it("turns &{...} into IAM's variables, but not in the old version", () => {
    const own = { resources: ["arn:&{aws:username}"], actions: ["a:&{x}"] };
    assert.deepEqual(statement(own), {
      Effect: "Allow",
      Action: "a:&{x}",
      Resource: ["arn:$", "{aws:username}"].join(""),
    });
    assert.throws(() => document({ version: "2008-10-17", statements: [own] }), {
      message: "found &{ sequence in (arn:&{aws:username}), which is not supported in document version 2008-10-17",
    });
  });

  it("merges sources below and overrides above it, by Sid", () => {
    const source = JSON.stringify({
      Version: "2008-10-17",
      Id: "source",
      Statement: [
        { Sid: "Shared", Effect: "Allow", Action: ["a:A", "a:B"], Resource: "source" },
        { Effect: "Deny", NotAction: "b:B", NotResource: "x", NotPrincipal: { AWS: ["1", "2"] } },
      ],
    });
    const override = JSON.stringify({
      Statement: {
        Sid: "Own",
        Effect: "Deny",
        Principal: "*",
        Condition: { Bool: { k: [true] }, StringLike: { v: ["p", "q"] } },
      },
    });
    assert.deepEqual(
      document({
        policyId: "own",
        sourcePolicyDocuments: [source],
        statements: [
          { sid: "Own", actions: ["c:C"] },
          { sid: "Shared", actions: ["d:D"] },
        ],
        overridePolicyDocuments: [override],
      }),
      {
        Version: "2012-10-17",
        Id: "own",
        Statement: [
          { Sid: "Shared", Effect: "Allow", Action: "d:D" },
          { Effect: "Deny", NotAction: "b:B", NotResource: "x", NotPrincipal: { AWS: ["2", "1"] } },
          {
            Sid: "Own",
            Effect: "Deny",
            Principal: "*",
            Condition: { Bool: { k: "true" }, StringLike: { v: ["p", "q"] } },
          },
        ],
      },
    );
  });

  it("refuses duplicate Sids, other effects and documents that are none", () => {
    const twice = [{ sid: "A" }, { sid: "A" }];
    assert.throws(() => document({ statements: twice }), {
      message: "writing IAM Policy Document: duplicate Sid (A). Remove the Sid or ensure the Sid is unique.",
    });
    const source = '{"Statement":[{"Sid":"B"}]}';
    assert.throws(() => document({ sourcePolicyDocuments: [source, source] }), {
      message:
        "writing IAM Policy Document: duplicate Sid (B) in source_policy_documents. Remove the Sid or ensure Sids are unique.",
    });
    assert.throws(() => statement({ effect: "Maybe" }), {
      message: 'expected effect to be one of ["Allow" "Deny"], got Maybe',
    });
    for (const [json, reason] of [
      ["[]", "expected a JSON object"],
      ['{"Statement":["a"]}', "expected each Statement to be an object"],
      ['{"Statement":[{"Principal":1}]}', "expected Principal to be text or an object"],
      ['{"Statement":[{"Principal":{"AWS":1}}]}', "expected Principal.AWS to be text or a list of texts"],
      ['{"Statement":[{"Condition":1}]}', "expected Condition to be an object"],
      ['{"Statement":[{"Condition":{"Bool":1}}]}', "expected Condition.Bool to be an object"],
      ['{"Statement":[{"Condition":{"Bool":{"k":[1]}}}]}', "expected Condition.Bool.k to hold texts only"],
    ] as const) {
      assert.throws(() => document({ overridePolicyDocuments: [json] }), {
        message: `writing IAM Policy Document: merging override document 0: ${reason}`,
      });
    }
  });

  it("is empty without statements, unknown with an unknown inside, and computed from secrets", () => {
    assert.deepEqual(document({}), { Version: "2012-10-17" });
    const args = { statements: [{ resources: ["a", UNKNOWN] }] };
    assert.deepEqual(answer(args), { ...args, id: UNKNOWN, json: UNKNOWN, minifiedJson: UNKNOWN });
    assert.equal(statement({ actions: [secret("a:A")] }).Action, "a:A");
  });
});
