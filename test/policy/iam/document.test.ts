import assert from "node:assert/strict";
import { readDocument } from "../../../policy/iam/document";
import { unknownAt, violation } from "../../../policy/lib/facts/finding";
import { unknownValue, type Value } from "../../../policy/lib/facts/value";

const noDocument = violation("policy", "should be a JSON policy document with a Statement");

function findings(value: Value) {
  return readDocument({ path: "policy", value }).findings;
}

describe("readDocument", () => {
  for (const text of ["", "{", "[]", "null", "1", '"Statement"', "{}", '{"Statement": []}', '{"Statement": null}']) {
    it(`refuses ${text === "" ? "no text" : text}`, () => assert.deepEqual(findings(text), [noDocument]));
  }

  it("reads text and object alike, with one statement or several", () => {
    const statement = { Effect: "Deny", Action: "s3:*", Resource: ["a", "b"] };
    const expected = readDocument({ path: "policy", value: { Statement: [statement] } });
    assert.deepEqual(readDocument({ path: "policy", value: JSON.stringify({ statement: [statement] }) }), expected);
    assert.deepEqual(expected.findings, []);
    assert.deepEqual(
      expected.statements.map(({ path, effect, actions, resources }) => ({ path, effect, actions, resources })),
      [
        {
          path: "policy.Statement[0]",
          effect: "Deny",
          actions: [{ path: "policy.Statement[0].Action", value: "s3:*" }],
          resources: [
            { path: "policy.Statement[0].Resource[0]", value: "a" },
            { path: "policy.Statement[0].Resource[1]", value: "b" },
          ],
        },
      ],
    );
  });

  it("tells principals and conditions apart by type, operator and key", () => {
    const document = {
      Statement: {
        Effect: "Allow",
        Principal: { AWS: ["1", "2"], Service: "s" },
        NotPrincipal: "*",
        Condition: { "ForAnyValue:StringLike": { "aws:SourceArn": ["a"], "aws:x": true }, Bool: "odd" },
      },
    };
    const [statement] = readDocument({ path: "p", value: document }).statements;
    assert.deepEqual(statement?.principals, [
      { path: "p.Statement.Principal.AWS[0]", type: "AWS", value: "1" },
      { path: "p.Statement.Principal.AWS[1]", type: "AWS", value: "2" },
      { path: "p.Statement.Principal.Service", type: "Service", value: "s" },
    ]);
    assert.deepEqual(statement?.notPrincipals, [{ path: "p.Statement.NotPrincipal", type: "*", value: "*" }]);
    assert.deepEqual(
      statement?.conditions.map(({ operator, key, values }) => [operator, key, values]),
      [
        ["foranyvalue:stringlike", "aws:sourcearn", ["a"]],
        ["foranyvalue:stringlike", "aws:x", [true]],
        ["bool", unknownValue, []],
      ],
    );
  });

  it("refuses a statement that is none, and an effect that is none, and reads the rest", () => {
    const document = { Statement: ["x", { Effect: "allow" }, {}, { Effect: "Allow" }] };
    const read = readDocument({ path: "policy", value: document });
    assert.deepEqual(read.findings, [
      violation("policy.Statement[0]", "should be an object with Effect, Action and so on"),
      violation("policy.Statement[1].Effect", "should be Allow or Deny"),
      violation("policy.Statement[2].Effect", "should be Allow or Deny"),
    ]);
    assert.deepEqual(
      read.statements.map(({ path }) => path),
      ["policy.Statement[3]"],
    );
  });

  it("names what is not known: the document, its statements, one of them or its effect", () => {
    assert.deepEqual(findings(unknownValue), [unknownAt("policy")]);
    assert.deepEqual(findings({ Statement: unknownValue }), [unknownAt("policy.Statement")]);
    assert.deepEqual(findings({ Statement: [unknownValue] }), [unknownAt("policy.Statement[0]")]);
    assert.deepEqual(findings({ Statement: [{ Effect: unknownValue }] }), [unknownAt("policy.Statement[0].Effect")]);
  });
});
