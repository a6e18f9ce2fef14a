import { isEveryAction } from "../../iam/action-table";
import type { Statement } from "../../iam/document";
import { textOf, unknownValue } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { identityAllows, identityTypes } from "../../lib/iam/documents";
import { resourceRule } from "../../lib/rule/rule";

export const iamNoStarAction = resourceRule({
  name: "iam-no-star-action",
  displayName: "No policy allows every action",
  description: "IAM policies should not allow every action. A holder controls every resource that the policy names.",
  severity: "critical",
  enforcementLevel: "mandatory",
  remediationSteps: "List the necessary actions, each on its own resources.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
  tags: ["iam", "least-privilege"],
  equivalentChecks: {
    checkov: ["CKV_AWS_63", "CKV_AWS_49"],
    cdkNag: ["IAMPolicyNoStatementsWithAdminAccess"],
    guard: ["IAM_ROLE_NO_WILDCARD_ACTIONS_ON_PERMISSIONS"],
    trivy: ["AWS-0057"],
    owasp: ["SEC-5"],
  },
  types: identityTypes,
  judge: identityAllows(namesActions),
});

function namesActions({ actions }: Statement): Finding[] {
  return actions.flatMap(({ path, value }) => {
    if (value === unknownValue) {
      return [unknownAt(path)];
    }
    return isEveryAction(textOf(value)) ? [violation(path, "should name the actions that are needed, not all")] : [];
  });
}
