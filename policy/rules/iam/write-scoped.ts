import type { Action } from "../../iam/action-table";
import { isEveryResource } from "../../iam/arn";
import type { Statement } from "../../iam/document";
import { credentialActions } from "../../iam/sensitive-actions";
import type { Finding } from "../../lib/facts/finding";
import { identityAllows, identityTypes } from "../../lib/iam/documents";
import { judgeScope } from "../../lib/iam/scope";
import { resourceRule } from "../../lib/rule/rule";

export const iamWriteScoped = resourceRule({
  name: "iam-write-scoped",
  displayName: "Policies name what they change",
  description:
    "IAM policies should name the resources that they change. A pattern for every resource of a type includes other teams' resources.",
  severity: "high",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Put the names of the resources into the ARNs in Resource, or compare a resource tag (aws:ResourceTag) in Condition.",
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

/** Other rules judge the use of keys and the passing of roles. */
function writes({ name, level, wildcardOnly }: Action): boolean {
  return level === "Write" && !wildcardOnly && !usesKey.test(name) && !credentialActions.includes(name);
}

const usesKey = /^kms:(Decrypt|DeriveSharedSecret|Encrypt|Generate|ReEncrypt|Sign|Verify)/;

/** AWS assigns many identifiers, so no policy can name the resource before its creation. */
function makesNew({ name }: Action): boolean {
  return /^[^:]+:(Create|RunInstances$)/.test(name);
}
