import { type Finding, violation } from "../../lib/facts/finding";
import { resourceRule } from "../../lib/rule/rule";

export const iamNoUserPolicy = resourceRule({
  name: "iam-no-user-policy",
  displayName: "Users have no policies of their own",
  description:
    "Policies should belong to roles and groups, not to users. Permissions of single users are hard to review.",
  severity: "low",
  enforcementLevel: "mandatory",
  remediationSteps: "Attach the policy to a role, or to a group of the user.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html",
  tags: ["iam"],
  equivalentChecks: {
    checkov: ["CKV_AWS_40"],
    cdkNag: ["IAMUserNoPolicies"],
    guard: ["IAM_USER_NO_POLICIES_CHECK", "IAM_NO_POLICY_ON_USER"],
    securityHub: ["IAM.2"],
    config: ["IAM_USER_NO_POLICIES_CHECK"],
    trivy: ["AWS-0143"],
    prowler: ["iam_policy_attached_only_to_group_or_roles"],
    compliancePolicies: ["aws-iam-user-policy-attachment-only-attachment-through-groups"],
  },
  types: ["aws:iam/userPolicy:UserPolicy", "aws:iam/userPolicyAttachment:UserPolicyAttachment"],
  judge: isNoUserPolicy,
});

function isNoUserPolicy(): Finding[] {
  return [violation("user", "should give way to a role or a group")];
}
