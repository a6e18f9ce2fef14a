import assert from "node:assert/strict";
import {
  compare,
  hasUnknownCondition,
  isConditionOperator,
  narrowing,
  requiring,
} from "../../../policy/iam/conditions";
import { type Condition, readDocument } from "../../../policy/iam/document";
import { unknownValue, type Value } from "../../../policy/iam/value";

function conditionsOf(Condition: Value): readonly Condition[] {
  const [statement] = readDocument({ path: "policy", value: { Statement: { Effect: "Allow", Condition } } }).statements;
  return statement?.conditions ?? [];
}

function comparison(operator: string, values: readonly Value[]): Condition {
  return { path: "Condition", operator: operator.toLowerCase(), key: "aws:principalarn", values };
}

const keysOf = (conditions: readonly Condition[]) => conditions.map(({ operator, key }) => [operator, key]);

describe("the operators of IAM conditions", () => {
  const operators = [
    ...["StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"],
    ...["StringLike", "StringNotLike", "ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike"],
    ...["NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan"],
    ...["NumericGreaterThanEquals", "DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals"],
    ...["DateGreaterThan", "DateGreaterThanEquals", "Bool", "BinaryEquals", "IpAddress", "NotIpAddress"],
  ];

  it("are those of AWS's page, alone and with each of AWS's prefixes and IfExists", () => {
    const all = ["", "ForAllValues:", "ForAnyValue:"].flatMap((prefix) =>
      ["", "IfExists"].flatMap((suffix) => operators.map((operator) => prefix + operator + suffix)),
    );
    assert.deepEqual(
      ["Null", ...all].filter((operator) => !isConditionOperator(operator.toLowerCase())),
      [],
    );
  });

  it("are no others", () => {
    const others = [
      "foranyvalue:null",
      "nullifexists",
      "stringmatches",
      "numericlike",
      "xforanyvalue:bool",
      "boolx",
      "",
    ];
    assert.deepEqual(others.filter(isConditionOperator), []);
  });
});

describe("comparisons that need a key in the request", () => {
  const conditions = conditionsOf({
    StringEquals: { "aws:SourceAccount": "1" },
    ArnLikeIfExists: { "aws:SourceArn": "arn:aws:s3:::a" },
    "ForAnyValue:StringLike": { "aws:SourceArn": "arn:aws:s3:::*" },
    "ForAllValues:StringEquals": { "aws:SourceAccount": "1" },
    StringNotEquals: { "aws:SourceAccount": "2" },
    ArnEquals: { "aws:PrincipalArn": "arn" },
    ArnLike: { "aws:PrincipalArn": "arn" },
    StringEqualsIgnoreCase: { "aws:PrincipalArn": "arn" },
    Null: { "aws:SourceAccount": "false" },
  });

  it("leave out ...IfExists, ForAllValues:, negations and Null, which hold without the key", () => {
    assert.deepEqual(keysOf(narrowing(conditions)), [
      ["stringequals", "aws:sourceaccount"],
      ["foranyvalue:stringlike", "aws:sourcearn"],
      ["arnequals", "aws:principalarn"],
      ["arnlike", "aws:principalarn"],
      ["stringequalsignorecase", "aws:principalarn"],
    ]);
  });

  it("are found by their keys in any case", () => {
    assert.deepEqual(keysOf(requiring(conditions, ["aws:SOURCEARN"])), [["foranyvalue:stringlike", "aws:sourcearn"]]);
    assert.deepEqual(requiring(conditions, ["aws:PrincipalOrgID"]), []);
    assert.deepEqual(requiring(conditions, []), []);
  });

  it("never count an unknown key or operator, which is told apart", () => {
    for (const unknown of [unknownValue, { StringEquals: unknownValue }] as const) {
      assert.deepEqual(requiring(conditionsOf(unknown), ["aws:sourcearn"]), []);
      assert.equal(hasUnknownCondition(conditionsOf(unknown)), true);
    }
    assert.equal(hasUnknownCondition(conditions), false);
    assert.equal(hasUnknownCondition(conditionsOf({ StringEquals: { "aws:SourceArn": unknownValue } })), false);
    assert.equal(hasUnknownCondition([]), false);
  });
});

describe("a comparison with the value of a request", () => {
  const arn = "arn:aws:iam::123456789012:role/Deploy";
  for (const [operator, values, expected] of [
    ["StringEquals", [arn], true],
    ["StringEquals", [arn.toLowerCase()], false],
    ["StringEquals", ["arn:aws:iam::*:role/Deploy"], false],
    ["StringEqualsIgnoreCase", [arn.toLowerCase()], true],
    ["StringLike", ["other", "arn:aws:iam::*:role/Deplo?"], true],
    ["ArnEquals", ["arn:aws:iam::*:role/Deploy"], true],
    ["StringNotEquals", [arn], false],
    ["StringNotEquals", ["other"], true],
    ["StringNotLike", ["arn:*"], false],
    ["ArnNotLike", ["arn:aws:s3:::*"], true],
    ["ForAnyValue:StringLikeIfExists", ["arn:*"], true],
    ["StringEquals", [], false],
    ["StringNotEquals", [], true],
    ["Null", ["false"], true],
    ["Null", [false], true],
    ["Null", ["true"], false],
    // A value that only the request or the deployment knows.
    ["StringEquals", [unknownValue], unknownValue],
    ["StringEquals", [unknownValue, arn], true],
    ["StringNotEquals", [unknownValue], unknownValue],
    [`StringLike`, [`arn:aws:iam::123456789012:role/\${aws:username}`], unknownValue],
    // Operators that compare no text.
    ["NumericLessThan", ["5"], unknownValue],
    ["Bool", ["true"], unknownValue],
    ["IpAddress", ["10.0.0.0/8"], unknownValue],
    ["StringMatches", [arn], unknownValue],
  ] as const) {
    it(`${operator} ${values.map(String).join(" or ") || "nothing"} is ${String(expected)}`, () => {
      assert.equal(compare(comparison(operator, values), arn), expected);
    });
  }

  it("with an unknown operator is unknown", () => {
    const condition = { path: "Condition", operator: unknownValue, key: unknownValue, values: [arn] } as const;
    assert.equal(compare(condition, arn), unknownValue);
  });
});
