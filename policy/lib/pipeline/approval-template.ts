import { at, fromJson, isProperties, type Located, locatedItems, unknownValue, type Value } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../facts/finding";

/** Type token of approval rule templates of CodeCommit. */
export const approvalTemplateType = "aws:codecommit/approvalRuleTemplate:ApprovalRuleTemplate";

/** Judges each statement of an approval rule template. A text that is no template is a violation. */
export function everyStatement(content: Value, judge: (statement: Located) => readonly Finding[]): Finding[] {
  const statements = locatedItems("content.Statements", at(fromJson(content), "Statements"));
  if (content === unknownValue) {
    return [unknownAt("content")];
  }
  return statements.length === 0 || !statements.every(({ value }) => isProperties(value) || value === unknownValue)
    ? [violation("content", "should be a JSON approval rule with Statements")]
    : statements.flatMap(judge);
}
