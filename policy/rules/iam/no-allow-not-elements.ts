import type { Statement } from "../../iam/document";
import { identityAllows, identityTypes, trustAllows, trustTypes } from "../../iam/policy-documents";
import { type Finding, violation } from "../../lib/facts/finding";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const iamNoAllowNotElements = resourceRule({
  name: "iam-no-allow-not-elements",
  displayName: "Policies say what they allow, not what they leave out",
  description:
    "IAM policies should not allow with NotAction, NotResource or NotPrincipal: that allows all else, and more whenever AWS adds something.",
  severity: "critical",
  enforcementLevel: "mandatory",
  remediationSteps: "List what is meant in Action, Resource and Principal; forbid the rest with Deny if need be.",
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
