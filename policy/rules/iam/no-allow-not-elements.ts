import type { Statement } from "../../iam/document";
import { type Finding, violation } from "../../lib/facts/finding";
import { identityAllows, identityTypes, trustAllows, trustTypes } from "../../lib/iam/documents";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const iamNoAllowNotElements = resourceRule({
  name: "iam-no-allow-not-elements",
  displayName: "Policies list what they allow",
  description:
    "IAM policies should not combine Allow with NotAction, NotResource or NotPrincipal. Such a statement allows everything else, including future actions.",
  severity: "critical",
  enforcementLevel: "mandatory",
  remediationSteps:
    "List the actions, resources and principals in Action, Resource and Principal. Forbid exceptions with Deny.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html",
  tags: ["iam", "least-privilege"],
  equivalentChecks: {
    guard: [
      "IAM_ROLE_OR_POLICY_NO_ALLOW_PLUS_NOT_ACTION",
      "IAM_ROLE_OR_POLICY_NO_ALLOW_PLUS_NOT_RESOURCE",
      "IAM_ROLE_NO_ALLOW_PLUS_NOT_PRINCIPAL",
    ],
    owasp: ["SEC-5"],
  },
  types: [...new Set([...identityTypes, ...trustTypes])],
  judge: saysWhatItAllows,
});

const judgeIdentity = identityAllows(judgeStatement);
const judgeTrust = trustAllows(judgeStatement);

function saysWhatItAllows(resource: JudgedResource): Finding[] {
  return [...judgeTrust(resource, {}), ...judgeIdentity(resource, {})];
}

function judgeStatement({ path, notActions, notResources, notPrincipals }: Statement): Finding[] {
  const excluding = { Action: notActions, Resource: notResources, Principal: notPrincipals };
  return Object.entries(excluding)
    .filter(([, excluded]) => excluded.length > 0)
    .map(([name]) => violation(`${path}.Not${name}`, `should give way to ${name}, with what is meant`));
}
