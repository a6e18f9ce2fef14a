import { type Finding, violation } from "../../lib/facts/finding";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

/** What stands for long-lived credentials in each type. */
const credentials: Readonly<Record<string, string>> = {
  "aws:iam/user:User": "user",
  "aws:iam/accessKey:AccessKey": "access key",
  "aws:iam/userLoginProfile:UserLoginProfile": "password",
};

export const iamNoUser = resourceRule({
  name: "iam-no-user",
  displayName: "No users and no access keys",
  description:
    "A delivery environment should have no IAM users: their keys and passwords last until somebody removes them, and stand in the stack's state.",
  severity: "high",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Use a role: services assume one by trust, and tools outside AWS by an OIDC provider; people come by IAM Identity Center.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-workloads-use-roles",
  tags: ["iam", "credentials"],
  equivalentChecks: { checkov: ["CKV_AWS_273", "CKV_AWS_348"], owasp: ["SEC-6"] },
  types: Object.keys(credentials),
  judge: isNoUser,
});

function isNoUser({ type }: JudgedResource): Finding[] {
  return [violation(`the ${credentials[type] ?? "user"}`, "should give way to a role")];
}
