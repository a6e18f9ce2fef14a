import { hasUnknownCondition, requiring } from "../../iam/conditions";
import type { Principal, Statement } from "../../iam/document";
import { hasWildcard } from "../../iam/glob";
import { isSet, textOf, unknownValue } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { trustAllows, trustTypes } from "../../lib/iam/documents";
import { resourceRule } from "../../lib/rule/rule";

export const iamTrustNoAccountRoot = resourceRule({
  name: "iam-trust-no-account-root",
  displayName: "Trust policies name roles, not accounts",
  description:
    "Trust policies should name the roles or users that assume a role. An account stands for every principal that its administrators allow.",
  severity: "high",
  enforcementLevel: "advisory",
  remediationSteps:
    "Put the role's ARN into Principal, or keep the account and compare aws:PrincipalArn with the role in Condition.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
  tags: ["iam", "trust"],
  equivalentChecks: { checkov: ["CKV_AWS_61"], owasp: ["SEC-2"] },
  types: trustTypes,
  judge: trustAllows(namesRoles),
});

function namesRoles({ principals, conditions }: Statement): Finding[] {
  const callers = requiring(conditions, ["aws:PrincipalArn"]).flatMap(({ values }) => values);
  if (callers.length > 0 && callers.every((caller) => isSet(caller) && !hasWildcard(textOf(caller)))) {
    return [];
  }
  const unsure = hasUnknownCondition(conditions);
  return principals.filter(({ type }) => type === "AWS").flatMap((principal) => judgePrincipal(principal, unsure));
}

function judgePrincipal({ path, value }: Principal, unsure: boolean): Finding[] {
  const isAccount = /^(\d{12}|arn:[^:]*:iam::[^:]*:root)$/.test(textOf(value));
  if (value === unknownValue || (isAccount && unsure)) {
    return [unknownAt(path)];
  }
  return isAccount ? [violation(path, "should be the ARN of a role or user, not an account")] : [];
}
