import type { Statement } from "../../iam/document";
import { identityAllows, identityTypes } from "../../iam/policy-documents";
import { isEveryResource } from "../../iam/resource";
import { judgeScope } from "../../iam/scope";
import { credentialActions } from "../../iam/sensitive-actions";
import type { Action } from "../../iam/table";
import type { Finding } from "../../lib/facts/finding";
import { resourceRule } from "../../lib/rule/rule";

export const iamWriteScoped = resourceRule({
  name: "iam-write-scoped",
  displayName: "Policies name what they may change",
  description:
    "IAM policies should name what they let be changed: a pattern that stands for all of a type reaches what others own.",
  severity: "high",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Put the names of what is meant into the ARNs in Resource, or compare a tag of it (aws:ResourceTag) in Condition.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html",
  tags: ["iam", "least-privilege"],
  equivalentChecks: {
    checkov: ["CKV_AWS_290", "CKV_AWS_111"],
    cdkNag: ["IAMNoWildcardPermissions"],
    owasp: ["SEC-5"],
  },
  types: identityTypes,
  judge: identityAllows(writesToNamed),
});

function writesToNamed(statement: Statement): Finding[] {
  return judgeScope(statement, {
    isMeant: (action, pattern) => writes(action) && (isEveryResource(pattern) || !makesNew(action)),
    desired: (names) => `should name what ${names} may change, or a Condition compare its tags`,
  });
}

/** Using a key or a role writes nothing, whatever AWS counts it among; both have rules of their own. */
function writes({ name, level, wildcardOnly }: Action): boolean {
  return level === "Write" && !wildcardOnly && !usesKey.test(name) && !credentialActions.includes(name);
}

const usesKey = /^kms:(Decrypt|DeriveSharedSecret|Encrypt|Generate|ReEncrypt|Sign|Verify)/;

/** AWS makes up the identifiers of much that is made, so that no policy can name it beforehand. */
function makesNew({ name }: Action): boolean {
  return /^[^:]+:(Create|RunInstances$)/.test(name);
}
