import { type Finding, violation } from "../lib/finding";
import { type Located, locatedItems } from "../lib/located";
import { type JudgedResource, resourceRule } from "../lib/rule";
import { textOf } from "../lib/value";

/** The property in which each type names managed policies. */
const attachments: Readonly<Record<string, string>> = {
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "policyArn",
  "aws:iam/policyAttachment:PolicyAttachment": "policyArn",
  "aws:iam/userPolicyAttachment:UserPolicyAttachment": "policyArn",
  "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": "policyArn",
  "aws:iam/role:Role": "managedPolicyArns",
  "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": "policyArns",
  "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive": "policyArns",
  "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive": "policyArns",
};

export const iamNoAdminManagedPolicy = resourceRule({
  name: "iam-no-admin-managed-policy",
  displayName: "No administrator policies are attached",
  description: "Identities should not have AWS's administrator policies: a pipeline that has one is an administrator.",
  severity: "critical",
  enforcementLevel: "mandatory",
  remediationSteps: "Attach a policy that lists the actions and resources that are needed instead.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_job-functions.html",
  tags: ["iam", "least-privilege"],
  peers: {
    checkov: ["CKV_AWS_274", "CKV2_AWS_56"],
    guard: ["IAM_ROLE_ADMINISTRATOR_ACCESS_POLICY_RULE", "IAM_ROLE_ELEVATED_MANAGED_POLICY_RULE"],
    prowler: ["iam_role_administratoraccess_policy"],
    owasp: ["SEC-2", "SEC-5"],
  },
  types: Object.keys(attachments),
  judge: attachesNoAdministrator,
});

const administrator = /^arn:[^:]*:iam::aws:policy\/(AdministratorAccess|PowerUserAccess|IAMFullAccess)$/;

function attachesNoAdministrator({ type, props }: JudgedResource): Finding[] {
  const property = attachments[type] ?? "";
  return locatedItems(property, props[property]).flatMap(judgePolicy);
}

/** A policy whose ARN is not known yet is one that the program makes: those of AWS have been known for years. */
function judgePolicy({ path, value }: Located): Finding[] {
  const [, policy] = administrator.exec(textOf(value)) ?? [];
  return policy === undefined ? [] : [violation(path, `should name a policy with fewer rights than ${policy}`)];
}
