import { namesNobodyAtLarge } from "../../iam/public-principal";
import { policyAllows } from "../../iam/resource-policy";
import type { Statement } from "../../iam/statement";
import type { Finding } from "../../lib/facts/finding";
import { resourceRule } from "../../lib/rule/rule";

export const kmsNoPublicPrincipal = resourceRule({
  name: "kms-no-public-principal",
  displayName: "Key policies open nothing to the public",
  description:
    "Key policies should name whom they let in: a wildcard principal, unless a condition says whose it is, is anyone.",
  severity: "critical",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Name the roles, accounts or services in Principal, or require kms:CallerAccount, aws:PrincipalOrgID or the like with StringEquals.",
  url: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html",
  tags: ["kms", "public-access"],
  equivalentChecks: {
    checkov: ["CKV_AWS_33"],
    guard: ["KMS_NO_WILDCARD_PRINCIPAL"],
    securityHub: ["KMS.5"],
    config: ["KMS_KEY_POLICY_NO_PUBLIC_ACCESS"],
    prowler: ["kms_key_not_publicly_accessible"],
  },
  types: ["aws:kms/key:Key", "aws:kms/keyPolicy:KeyPolicy"],
  judge: policyAllows(namesNobody),
});

/** `kms:ViaService` alone narrows nothing: everybody's requests come through the service. */
function namesNobody(statement: Statement): Finding[] {
  return namesNobodyAtLarge(statement, ["kms:CallerAccount"]);
}
