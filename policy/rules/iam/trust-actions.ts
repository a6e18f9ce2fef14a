import type { Statement } from "../../iam/document";
import { type Located, textOf, unknownValue } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { trustAllows, trustTypes } from "../../lib/iam/documents";
import { resourceRule } from "../../lib/rule/rule";

export const iamTrustActions = resourceRule({
  name: "iam-trust-actions",
  displayName: "Trust policies only allow assuming the role",
  description: "Trust policies should list the actions that assume a role. A pattern also allows future actions.",
  severity: "high",
  enforcementLevel: "mandatory",
  remediationSteps:
    "List sts:AssumeRole, sts:AssumeRoleWithWebIdentity or sts:AssumeRoleWithSAML, and sts:TagSession or sts:SetSourceIdentity if the principal sends them.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-trust-policy.html",
  tags: ["iam", "trust"],
  equivalentChecks: { guard: ["IAM_ROLE_NO_FULL_ACCESS_ON_TRUST_POLICY"] },
  types: trustTypes,
  judge: trustAllows(onlyAssumes),
});

const assuming = [
  "sts:AssumeRole",
  "sts:AssumeRoleWithWebIdentity",
  "sts:AssumeRoleWithSAML",
  "sts:TagSession",
  "sts:SetSourceIdentity",
];
const known = assuming.map((action) => action.toLowerCase());

function onlyAssumes({ actions }: Statement): Finding[] {
  return actions.flatMap(judgeAction);
}

function judgeAction({ path, value }: Located): Finding[] {
  if (value === unknownValue) {
    return [unknownAt(path)];
  }
  return known.includes(textOf(value).toLowerCase())
    ? []
    : [violation(path, `should be one of ${assuming.join(", ")}`)];
}
