import assert from "node:assert/strict";
import * as fc from "fast-check";
import { grammarProblems, sizeOf } from "../../../policy/iam/grammar";
import { unknownValue, type Value } from "../../../policy/iam/value";

const key = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd";
const alias = "arn:aws:kms:eu-west-1:123456789012:alias/shop";

function allow(Action: Value, Resource: Value, Sid?: Value): Value {
  return { Sid, Effect: "Allow", Action, Resource };
}

/** The paths of the problems of an identity document with these statements. */
function problems(...statements: readonly Value[]): string[] {
  const value: Value = { Version: "2012-10-17", Statement: statements };
  return grammarProblems({ path: "p", value }, "identity", []).map(({ path }) => path);
}

describe("grammarProblems", () => {
  const names = fc.stringMatching(/^[A-Za-z0-9]{1,12}$/);

  it("finds every Sid that stands in the document before", () => {
    fc.assert(
      fc.property(fc.uniqueArray(names, { minLength: 1, maxLength: 5 }), fc.nat(), (sids, at) => {
        const statements = sids.map((sid) => allow("s3:GetObject", "arn:aws:s3:::shop/*", sid));
        assert.deepEqual(problems(...statements), []);
        const repeated = statements[at % statements.length];
        assert.deepEqual(problems(...statements, repeated), [`p.Statement[${statements.length}].Sid`]);
      }),
    );
  });

  it("finds every Sid with another character than letters and digits", () => {
    fc.assert(
      fc.property(names, fc.constantFrom(" ", "-", "_", ".", "ä", "/"), names, (start, character, end) => {
        const found = problems(allow("s3:GetObject", "arn:aws:s3:::shop/*", `${start}${character}${end}`));
        assert.deepEqual(found, ["p.Statement[0].Sid"]);
      }),
    );
  });

  it("leaves statements without a Sid alone", () => {
    const statement = allow("s3:GetObject", "arn:aws:s3:::shop/*");
    assert.deepEqual(problems(statement, statement, allow("s3:GetObject", "arn:aws:s3:::shop/*", "")), []);
    assert.deepEqual(problems(allow("s3:GetObject", "arn:aws:s3:::shop/*", unknownValue)), []);
  });

  it("finds an alias where AWS checks the key", () => {
    assert.deepEqual(problems(allow("kms:Decrypt", alias)), ["p.Statement[0].Resource"]);
    assert.deepEqual(problems(allow(["kms:Decrypt", "kms:GenerateDataKey*"], [key, alias])), [
      "p.Statement[0].Resource[1]",
    ]);
    assert.deepEqual(problems(allow("kms:Decrypt", key)), []);
    assert.deepEqual(problems(allow(["kms:CreateAlias", "kms:UpdateAlias"], [key, alias])), []);
    assert.deepEqual(problems(allow("kms:*", alias)), []);
  });
});

describe("sizeOf", () => {
  it("counts characters without the white space between them", () => {
    assert.equal(sizeOf({ path: "p", value: '{ "Statement": [ { "Sid": "a b" } ] }' }), 29);
    assert.equal(sizeOf({ path: "p", value: { Statement: [{ Sid: "a b" }] } }), 29);
  });

  it("knows no size of a document that is no JSON or partly unknown", () => {
    assert.equal(sizeOf({ path: "p", value: "{" }), undefined);
    assert.equal(sizeOf({ path: "p", value: { Statement: [{ Sid: unknownValue }] } }), undefined);
  });
});
