import { bindsCaller, isUnnamed } from "../../iam/bounds";
import { requiring } from "../../iam/conditions";
import type { Condition, Principal, Statement } from "../../iam/document";
import { hasWildcard } from "../../iam/glob";
import { textOf, unknownValue } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { trustAllows, trustTypes } from "../../lib/iam/documents";
import { resourceRule } from "../../lib/rule/rule";

export const iamTrustNoPublic = resourceRule({
  name: "iam-trust-no-public",
  displayName: "Trust policies name their principals",
  description: "Trust policies should name their principals. A wildcard lets every AWS account try to assume the role.",
  severity: "critical",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Name the services, roles or providers that may assume the role in Principal. For roles of a whole organization, compare aws:PrincipalOrgID and aws:PrincipalArn.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
  tags: ["iam", "trust"],
  equivalentChecks: {
    checkov: ["CKV_AWS_60", "CKV_AWS_283"],
    prowler: ["iam_no_custom_policy_permissive_role_assumption"],
    owasp: ["SEC-2"],
  },
  types: trustTypes,
  judge: trustAllows(namesPrincipals),
});

function namesPrincipals({ path, principals, notPrincipals, conditions }: Statement): Finding[] {
  return notPrincipals.length > 0
    ? [violation(`${path}.NotPrincipal`, "should give way to a Principal: it trusts all it does not name")]
    : principals.flatMap((principal) => judgePrincipal(principal, conditions));
}

function judgePrincipal({ path, value }: Principal, conditions: readonly Condition[]): Finding[] {
  if (value === unknownValue) {
    return [unknownAt(path)];
  }
  return !hasWildcard(textOf(value)) || namesRole(conditions)
    ? []
    : [violation(path, "should name a principal, without wildcards")];
}

/** A role by its ARN, in one account or in any account of one organization. */
function namesRole(conditions: readonly Condition[]): boolean {
  const roles = requiring(conditions, ["aws:PrincipalArn"]);
  const isNamed = roles.some(({ values }) => values.length > 0 && values.every((arn) => !isUnnamed(textOf(arn))));
  return isNamed && (bindsCaller(roles) === true || bindsCaller(conditions, organizationKeys) === true);
}

const organizationKeys = ["aws:PrincipalOrgID", "aws:PrincipalOrgPaths"];
