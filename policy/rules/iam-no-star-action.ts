import { isEveryAction } from "../lib/action-pattern";
import { type Finding, unknownAt, violation } from "../lib/finding";
import type { Statement } from "../lib/iam-document";
import { identityAllows, identityTypes } from "../lib/policy-documents";
import { resourceRule } from "../lib/rule";
import { textOf, unknownValue } from "../lib/value";

export const iamNoStarAction = resourceRule({
  name: "iam-no-star-action",
  displayName: "No policy allows every action",
  description: "IAM policies should not allow every action: whoever holds such a policy owns what it reaches.",
  severity: "critical",
  enforcementLevel: "mandatory",
  remediationSteps: "List the actions that are needed, each on its own resources.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
  tags: ["iam", "least-privilege"],
  peers: {
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
