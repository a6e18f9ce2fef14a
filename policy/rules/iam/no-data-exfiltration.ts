import type { Statement } from "../../iam/document";
import { dataActions } from "../../iam/sensitive-actions";
import type { Finding } from "../../lib/facts/finding";
import { grantedAllows, grantTypes } from "../../lib/iam/documents";
import { judgeScope } from "../../lib/iam/scope";
import { resourceRule } from "../../lib/rule/rule";

export const iamNoDataExfiltration = resourceRule({
  name: "iam-no-data-exfiltration",
  displayName: "Policies name the data that they read",
  description:
    "IAM policies should name the objects, parameters and secrets that they read. A build that reads all data can send all data away.",
  severity: "high",
  enforcementLevel: "mandatory",
  remediationSteps: "Put the names of the buckets, parameters and secrets into the ARNs in Resource.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
  tags: ["iam", "least-privilege"],
  equivalentChecks: { checkov: ["CKV_AWS_288", "CKV_AWS_108"], owasp: ["SEC-5", "SEC-6"] },
  types: grantTypes,
  judge: grantedAllows(readsNamed),
});

function readsNamed(statement: Statement): Finding[] {
  return judgeScope(statement, {
    isMeant: ({ name }) => dataActions.includes(name),
    desired: (names) => `should name what ${names} may read`,
  });
}
