import assert from "node:assert/strict";
import { readDocument } from "../../../policy/iam/document";
import { unknownValue, type Value } from "../../../policy/iam/value";

function invalid(path: string, desired: string) {
  return { kind: "invalid", path, desired };
}

function unknown(path: string) {
  return { kind: "unknown", path };
}

const noDocument = invalid("policy", "should be a JSON policy document with a Statement");

function problems(value: Value) {
  return readDocument({ path: "policy", value }).problems;
}

describe("readDocument", () => {
  for (const text of ["", "{", "[]", "null", "1", '"Statement"', "{}", '{"Statement": []}', '{"Statement": null}']) {
    it(`refuses ${text === "" ? "no text" : text}`, () => assert.deepEqual(problems(text), [noDocument]));
  }

  it("reads text and object alike, with one statement or several", () => {
    const statement = { Effect: "Deny", Action: "s3:*", Resource: ["a", "b"] };
    const expected = readDocument({ path: "policy", value: { Statement: [statement] } });
    assert.deepEqual(readDocument({ path: "policy", value: JSON.stringify({ statement: [statement] }) }), expected);
    assert.deepEqual(expected.problems, []);
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
    assert.deepEqual(read.problems, [
      invalid("policy.Statement[0]", "should be an object with Effect, Action and so on"),
      invalid("policy.Statement[1].Effect", "should be Allow or Deny"),
      invalid("policy.Statement[2].Effect", "should be Allow or Deny"),
    ]);
    assert.deepEqual(
      read.statements.map(({ path }) => path),
      ["policy.Statement[3]"],
    );
  });

  it("names what is not known: the document, its statements, one of them or its effect", () => {
    assert.deepEqual(problems(unknownValue), [unknown("policy")]);
    assert.deepEqual(problems({ Statement: unknownValue }), [unknown("policy.Statement")]);
    assert.deepEqual(problems({ Statement: [unknownValue] }), [unknown("policy.Statement[0]")]);
    assert.deepEqual(problems({ Statement: [{ Effect: unknownValue }] }), [unknown("policy.Statement[0].Effect")]);
  });
});
