import { type Finding, violation } from "../../lib/facts/finding";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

/** Property that shows long-lived credentials, by type. */
const credentials: Readonly<Record<string, string>> = {
  "aws:iam/user:User": "user",
  "aws:iam/accessKey:AccessKey": "access key",
  "aws:iam/userLoginProfile:UserLoginProfile": "password",
};

export const iamNoUser = resourceRule({
  name: "iam-no-user",
  displayName: "No IAM users and no access keys",
  description:
    "A delivery environment should have no IAM users. Their keys and passwords never expire, and show in the Pulumi state.",
  severity: "high",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Use a role: AWS services assume a role by trust, external tools by an OIDC provider, and people by IAM Identity Center.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-workloads-use-roles",
  tags: ["iam", "credentials"],
  equivalentChecks: { checkov: ["CKV_AWS_273", "CKV_AWS_348"], owasp: ["SEC-6"] },
  types: Object.keys(credentials),
  judge: isNoUser,
});

function isNoUser({ type }: JudgedResource): Finding[] {
  return [violation(`the ${credentials[type] ?? "user"}`, "should give way to a role")];
}
