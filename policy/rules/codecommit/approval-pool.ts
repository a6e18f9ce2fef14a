import { at, type Located, locatedItems, textOf, unknownValue } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { approvalTemplateType, everyStatement } from "../../lib/pipeline/approval-template";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const codecommitApprovalPool = resourceRule({
  name: "codecommit-approval-pool",
  displayName: "Approval rules name their approvers",
  description:
    "CodeCommit approval rules should name the approvers. Otherwise the approval of every reader of the pull request counts.",
  severity: "medium",
  enforcementLevel: "advisory",
  remediationSteps: "List the roles or users in ApprovalPoolMembers of every statement of content.",
  url: "https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-create-template.html",
  tags: ["codecommit", "review"],
  equivalentChecks: { owasp: ["SEC-1"] },
  types: [approvalTemplateType],
  judge: ({ props }: JudgedResource) => everyStatement(props.content, approversNamed),
});

function approversNamed({ path, value: statement }: Located): Finding[] {
  const place = `${path}.ApprovalPoolMembers`;
  const members = locatedItems(place, at(statement, "ApprovalPoolMembers"));
  return members.length === 0
    ? [violation(place, "should name who may approve: absent is everybody")]
    : members.flatMap(judgeMember);
}

/** A trailing star of a role ARN stands for its session names. */
function judgeMember({ path, value: member }: Located): Finding[] {
  if (member === unknownValue) {
    return [unknownAt(path)];
  }
  return /(^|:)[*?]*$/.test(textOf(member)) ? [violation(path, "should name a role or a user: this is everybody")] : [];
}
