import { isAdministratorPolicy } from "../../iam/managed-policies";
import { type Finding, violation } from "../../lib/facts/finding";
import { attachmentTypes, awsManagedPolicy, managedPoliciesOf } from "../../lib/iam/attachments";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const iamNoAdminManagedPolicy = resourceRule({
  name: "iam-no-admin-managed-policy",
  displayName: "No administrator policy is attached",
  description:
    "Identities should not have AWS's administrator policies. A pipeline with such a policy administers the account.",
  severity: "critical",
  enforcementLevel: "mandatory",
  remediationSteps: "Attach a policy that lists the necessary actions and resources instead.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_job-functions.html",
  tags: ["iam", "least-privilege"],
  equivalentChecks: {
    checkov: ["CKV_AWS_274", "CKV2_AWS_56"],
    guard: ["IAM_ROLE_ADMINISTRATOR_ACCESS_POLICY_RULE", "IAM_ROLE_ELEVATED_MANAGED_POLICY_RULE"],
    prowler: ["iam_role_administratoraccess_policy"],
    owasp: ["SEC-2", "SEC-5"],
  },
  types: attachmentTypes,
  judge: attachesNoAdministrator,
});

/** A policy whose ARN is not known yet is one that the program makes: those of AWS have been known for years. */
function attachesNoAdministrator(resource: JudgedResource): Finding[] {
  return managedPoliciesOf(resource).flatMap((located) => {
    const policy = awsManagedPolicy(located);
    return policy !== undefined && isAdministratorPolicy(policy)
      ? [violation(located.path, `should name a policy with fewer rights than ${policy}`)]
      : [];
  });
}
