import type { Statement } from "../../iam/document";
import type { Finding } from "../../lib/facts/finding";
import { judgeKeySharing } from "../../lib/iam/key-administrators";
import { judgeGrantee, namesNobodyAtLarge, sharesWithNamed } from "../../lib/iam/public-principal";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

const grantType = "aws:kms/grant:Grant";

export const kmsNoPublicPrincipal = resourceRule({
  name: "kms-no-public-principal",
  displayName: "Key policies name their principals",
  description:
    "Key policies should name their principals. A wildcard principal is everybody, unless a condition binds it to an account or organization.",
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
  types: [
    "aws:kms/key:Key",
    "aws:kms/keyPolicy:KeyPolicy",
    "aws:kms/externalKey:ExternalKey",
    "aws:kms/replicaKey:ReplicaKey",
    "aws:kms/replicaExternalKey:ReplicaExternalKey",
    grantType,
  ],
  judge: judgeKey,
});

const judgePolicy = sharesWithNamed(namesNobody, undefined, judgeKeySharing);

/** A grant gives access to a key beside its policy: https://docs.aws.amazon.com/kms/latest/developerguide/grants.html */
function judgeKey({ type, props }: JudgedResource): Finding[] {
  return type === grantType
    ? judgeGrantee("granteePrincipal", props.granteePrincipal, props.keyId)
    : judgePolicy({ type, props });
}

/** `kms:ViaService` alone binds nobody: every customer's requests come through the service. */
function namesNobody(statement: Statement): Finding[] {
  return namesNobodyAtLarge(withoutServices(statement), ["kms:CallerAccount"]);
}

/** Another rule judges services, by keys that only KMS has. */
function withoutServices(statement: Statement): Statement {
  return { ...statement, principals: statement.principals.filter(({ type }) => type !== "Service") };
}
