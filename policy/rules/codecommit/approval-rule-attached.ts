import { violation } from "../../lib/facts/finding";
import { referrers } from "../../lib/facts/links";
import type { StackResource } from "../../lib/facts/stack";
import { type StackFinding, stackRule } from "../../lib/rule/rule";

const repositoryType = "aws:codecommit/repository:Repository";
const associationType = "aws:codecommit/approvalRuleTemplateAssociation:ApprovalRuleTemplateAssociation";

export const codecommitApprovalRuleAttached = stackRule({
  name: "codecommit-approval-rule-attached",
  displayName: "Repositories require approvals",
  description:
    "CodeCommit repositories should have an approval rule. Without one, a developer can merge code that nobody else has read.",
  severity: "medium",
  enforcementLevel: "advisory",
  remediationSteps: "Add an aws.codecommit.ApprovalRuleTemplateAssociation for the repository.",
  url: "https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-associate-template.html",
  tags: ["codecommit", "review"],
  equivalentChecks: { checkov: ["CKV2_AWS_37"], owasp: ["SEC-1"] },
  types: [repositoryType, associationType],
  judge: everyRepositoryHasRule,
});

function everyRepositoryHasRule(resources: readonly StackResource[]): StackFinding[] {
  const associations = resources.filter(({ type }) => type === associationType);
  return resources
    .filter(({ type }) => type === repositoryType)
    .filter(
      (repository) =>
        referrers(associations, "repositoryName", repository, repository.props.repositoryName).length === 0,
    )
    .map(({ urn }) => ({
      urn,
      finding: violation("repositoryName", "should be in an ApprovalRuleTemplateAssociation: add one for it"),
    }));
}
