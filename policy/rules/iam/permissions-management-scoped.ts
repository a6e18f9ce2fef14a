import type { Statement } from "../../iam/document";
import type { Finding } from "../../lib/facts/finding";
import { grantedAllows, grantTypes } from "../../lib/iam/documents";
import { judgeScope } from "../../lib/iam/scope";
import { textList } from "../../lib/rule/config";
import { resourceRule } from "../../lib/rule/rule";

interface Config {
  /** Actions that may stand on resources that name nothing. */
  readonly allowedActions: readonly string[];
}

export const iamPermissionsManagementScoped = resourceRule<Config>({
  name: "iam-permissions-management-scoped",
  displayName: "Policies scope permissions management",
  description:
    "IAM policies should name the resources whose permissions they change. A principal that grants on everything owns everything.",
  severity: "critical",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Put the names of the resources into the ARNs in Resource, or bound the action in Condition, for example with iam:PermissionsBoundary. Leave actions that AWS cannot scope to an administrator.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html",
  tags: ["iam", "privilege-escalation"],
  equivalentChecks: {
    checkov: ["CKV_AWS_289", "CKV_AWS_109", "CKV2_AWS_40"],
    owasp: ["SEC-2", "SEC-5"],
  },
  types: grantTypes,
  config: {
    properties: {
      allowedActions: textList("Actions that may stand on resources that name nothing, as AWS writes them"),
    },
    // A new key has no ARN yet, and creating it grants no access to existing data. A new MFA device belongs to nobody.
    defaults: { allowedActions: ["iam:CreateVirtualMFADevice", "kms:CreateKey"] },
  },
  judge: grantedAllows(grantsOnNamed),
});

/** iam-passrole-scoped judges passing roles. */
function grantsOnNamed(statement: Statement, { allowedActions }: Config): Finding[] {
  return judgeScope(statement, {
    isMeant: ({ name, level }) =>
      level === "Permissions management" && name !== "iam:PassRole" && !allowedActions.includes(name),
    desired: (names) => `should name whose permissions ${names} may change, or a Condition bound them`,
  });
}
