import assert from "node:assert/strict";
import { unknownValue, type Value } from "../../../../policy/iam/value";
import { unknownAt, violation } from "../../../../policy/lib/facts/finding";
import { approvalTemplateType, everyStatement } from "../../../../policy/lib/pipeline/approval-template";

const judged = (content: Value) => everyStatement(content, ({ path }) => [violation(path, "judged")]);

describe("an approval rule template", () => {
  it("has each of its statements judged, from text or from an object", () => {
    const template = { Version: "2018-11-08", Statements: [{ Type: "Approvers" }, { Type: "Approvers" }] };
    const expected = ["content.Statements[0] judged", "content.Statements[1] judged"];
    for (const content of [JSON.stringify(template), template]) {
      assert.deepEqual(
        judged(content).map(({ message }) => message),
        expected,
      );
    }
  });

  it("is judged in part where a statement is unknown", () => {
    assert.equal(judged({ Statements: [unknownValue, {}] }).length, 2);
  });

  it("is not judged while it is unknown", () => assert.deepEqual(judged(unknownValue), [unknownAt("content")]));

  for (const content of ["", "no JSON", "{}", '{"Statements":[]}', '{"Statements":["a"]}', "[]", undefined]) {
    it(`is refused as ${content === undefined ? "absent" : JSON.stringify(content)}`, () => {
      assert.deepEqual(judged(content), [violation("content", "should be a JSON approval rule with Statements")]);
    });
  }

  it("has a type of its own", () => {
    assert.equal(approvalTemplateType, "aws:codecommit/approvalRuleTemplate:ApprovalRuleTemplate");
  });
});
