import type { Statement } from "../../iam/document";
import { credentialActions } from "../../iam/sensitive-actions";
import type { Finding } from "../../lib/facts/finding";
import { grantedAllows, grantTypes } from "../../lib/iam/documents";
import { judgeScope } from "../../lib/iam/scope";
import { resourceRule } from "../../lib/rule/rule";

export const iamNoCredentialsExposure = resourceRule({
  name: "iam-no-credentials-exposure",
  displayName: "Policies scope credential actions",
  description:
    "IAM policies should name the roles, users and domains whose credentials they return. A holder of any credential can become any principal.",
  severity: "high",
  enforcementLevel: "mandatory",
  remediationSteps: "Put the ARNs of the roles, users or domains into Resource. Remove actions that AWS cannot scope.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
  tags: ["iam", "credentials"],
  equivalentChecks: { checkov: ["CKV_AWS_287", "CKV_AWS_107"], owasp: ["SEC-6"] },
  types: grantTypes,
  judge: grantedAllows(handsOutNamed),
});

function handsOutNamed(statement: Statement): Finding[] {
  return judgeScope(statement, {
    isMeant: ({ name }) => credentialActions.includes(name),
    desired: (names) => `should name whose credentials ${names} hands out`,
  });
}
