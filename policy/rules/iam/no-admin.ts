import { serviceNames } from "../../iam/action-table";
import { isEveryResource } from "../../iam/arn";
import { coversAction, type Statement } from "../../iam/document";
import { anything, globMatchesIgnoringCase } from "../../iam/glob";
import { textOf, unknownValue } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { identityAllows, identityTypes } from "../../lib/iam/documents";
import { resourceRule } from "../../lib/rule/rule";

export const iamNoAdmin = resourceRule({
  name: "iam-no-admin",
  displayName: "No policy grants administrator access",
  description:
    "IAM policies should not allow every action on every resource. A pipeline with such a policy administers the account.",
  severity: "critical",
  enforcementLevel: "mandatory",
  remediationSteps: "List the necessary actions, each on its own resources.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
  tags: ["iam", "least-privilege"],
  equivalentChecks: {
    checkov: ["CKV_AWS_62", "CKV_AWS_1"],
    cdkNag: ["IAMPolicyNoStatementsWithAdminAccess"],
    guard: ["IAM_POLICY_NO_STATEMENTS_WITH_ADMIN_ACCESS"],
    securityHub: ["IAM.1"],
    config: ["IAM_POLICY_NO_STATEMENTS_WITH_ADMIN_ACCESS"],
    trivy: ["AWS-0057"],
    prowler: [
      "iam_inline_policy_no_administrative_privileges",
      "iam_customer_attached_policy_no_administrative_privileges",
    ],
    owasp: ["SEC-5"],
  },
  types: identityTypes,
  judge: identityAllows(isNoAdministrator),
});

function isNoAdministrator(statement: Statement): Finding[] {
  const { path, resources, notResources } = statement;
  const everything = notResources.length > 0 || resources.some(({ value }) => isEveryResource(textOf(value)));
  const allowed = allowsEverything(statement);
  if (allowed === false || (!everything && !resources.some(({ value }) => value === unknownValue))) {
    return [];
  }
  return everything && allowed === true
    ? [violation(path, "should name the actions and the resources that are needed: it allows everything")]
    : [unknownAt(path)];
}

/** All actions but some are those of an administrator as long as policies can be attached. */
function allowsEverything(statement: Statement): boolean | typeof unknownValue {
  if (statement.notActions.length > 0) {
    return coversAction(statement, "iam:AttachRolePolicy");
  }
  const patterns = statement.actions.map(({ value }) => textOf(value));
  const all = serviceNames().every((service) => coversAll(patterns, service));
  return all || (statement.actions.some(({ value }) => value === unknownValue) ? unknownValue : false);
}

function coversAll(patterns: readonly string[], service: string): boolean {
  return patterns.some((pattern) => globMatchesIgnoringCase(pattern, `${service}:${anything}`));
}
