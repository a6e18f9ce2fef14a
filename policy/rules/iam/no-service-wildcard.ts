import { isWholeService } from "../../iam/action-table";
import type { Statement } from "../../iam/document";
import { textOf, unknownValue } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { grantedAllows, grantTypes } from "../../lib/iam/documents";
import { resourceRule } from "../../lib/rule/rule";

export const iamNoServiceWildcard = resourceRule({
  name: "iam-no-service-wildcard",
  displayName: "No policy allows a whole service",
  description:
    "IAM policies should not allow all actions of a service. All actions include deleting, sharing and granting.",
  severity: "high",
  enforcementLevel: "mandatory",
  remediationSteps: "List the necessary actions of the service.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
  tags: ["iam", "least-privilege"],
  equivalentChecks: {
    checkov: ["CKV2_AWS_40"],
    cdkNag: ["IAMPolicyNoStatementsWithFullAccess", "IAMNoWildcardPermissions"],
    guard: ["IAM_POLICY_NO_STATEMENTS_WITH_FULL_ACCESS"],
    securityHub: ["IAM.21"],
    config: ["IAM_POLICY_NO_STATEMENTS_WITH_FULL_ACCESS"],
    trivy: ["AWS-0057", "AWS-0345"],
    prowler: ["iam_policy_no_full_access_to_kms", "iam_policy_no_full_access_to_cloudtrail"],
    owasp: ["SEC-5"],
  },
  types: grantTypes,
  judge: grantedAllows(allowsLessThanService),
});

function allowsLessThanService({ actions }: Statement): Finding[] {
  return actions.flatMap(({ path, value }) => {
    if (value === unknownValue) {
      return [unknownAt(path)];
    }
    const pattern = textOf(value);
    return isWholeService(pattern)
      ? [violation(path, `should name the actions that are needed: ${pattern} is all of a service`)]
      : [];
  });
}
