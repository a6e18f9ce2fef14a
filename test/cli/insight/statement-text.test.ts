import assert from "node:assert/strict";
import { type Principal, readDocument, unknownValue, type Value } from "@platform/aws-pipelines-policy/iam";
import {
  showCondition,
  showConditions,
  showIdentity,
  showPrincipal,
  showValue,
} from "../../../cli/insight/statement-text";

const principal = (type: string, value: Principal["value"]): Principal => ({ path: "Principal", type, value });

function conditionsOf(condition: Record<string, Record<string, string | string[]>>) {
  const statement = { Effect: "Allow", Action: "s3:GetObject", Resource: "*", Condition: condition };
  return readDocument({ path: "policy", value: { Statement: [statement] } }).statements.flatMap(
    ({ conditions }) => conditions,
  );
}

describe("the words of a statement", () => {
  for (const [shown, words] of [
    [principal("AWS", "*"), "anyone"],
    [principal("AWS", "111122223333"), "account 111122223333"],
    [principal("AWS", "arn:aws:iam::111122223333:root"), "account 111122223333"],
    [principal("AWS", "arn:aws:iam::111122223333:role/shop"), "aws arn:aws:iam::111122223333:role/shop"],
    [principal("Service", "codebuild.amazonaws.com"), "service codebuild.amazonaws.com"],
    [principal("AWS", unknownValue), "aws [unknown]"],
  ] as const) {
    it(`call the principal ${words}`, () => {
      assert.equal(showPrincipal(shown), words);
    });
  }

  it("name the kind of an identity", () => {
    assert.equal(showIdentity({ kind: "role", name: "shop" }), "role shop");
  });

  it("join the values of a condition by or, and conditions by and", () => {
    const conditions = conditionsOf({
      StringEquals: { "aws:SourceAccount": ["111122223333", "444455556666"] },
      Bool: { "aws:SecureTransport": "true" },
    });
    assert.deepEqual(conditions.map(showCondition), [
      "aws:sourceaccount stringequals 111122223333 or 444455556666",
      "aws:securetransport bool true",
    ]);
    assert.equal(
      showConditions(conditions),
      ", if aws:sourceaccount stringequals 111122223333 or 444455556666 and aws:securetransport bool true",
    );
    assert.equal(showConditions([]), "");
  });

  it("show lists and maps as JSON, and unknown values as such", () => {
    const values: readonly Value[] = [unknownValue, ["a", 1], true, "text"];
    assert.deepEqual(values.map(showValue), ["[unknown]", '["a",1]', "true", "text"]);
  });
});
