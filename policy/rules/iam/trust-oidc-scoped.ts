import type { Statement } from "../../iam/document";
import { type TokenProblem, tokenProblems } from "../../iam/oidc";
import { textOf, unknownValue } from "../../iam/value";
import { advice, type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { trustAllows, trustTypes } from "../../lib/iam/documents";
import { resourceRule } from "../../lib/rule/rule";

export const iamTrustOidcScoped = resourceRule({
  name: "iam-trust-oidc-scoped",
  displayName: "OIDC trust names the workload",
  description:
    "Trust in an OIDC provider should bind the audience and the workload. Every customer of a shared provider gets tokens from it.",
  severity: "critical",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Compare the claim that the finding names (StringEquals or StringLike). For GitHub: :aud with sts.amazonaws.com, and " +
    ":sub with repo:<owner>/<name>:ref:refs/heads/<branch> or its :environment:.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html",
  tags: ["iam", "trust"],
  equivalentChecks: { checkov: ["CKV_AWS_393", "CKV_AWS_358"], owasp: ["SEC-2"] },
  types: trustTypes,
  judge: trustAllows(bindsWorkload),
});

function bindsWorkload({ path, principals, conditions }: Statement): Finding[] {
  return principals
    .filter(({ type }) => type === "Federated")
    .flatMap((principal) =>
      principal.value === unknownValue
        ? [unknownAt(principal.path)]
        : tokenProblems(textOf(principal.value), conditions).map((problem) => toFinding(`${path}.Condition`, problem)),
    );
}

/** AWS's console makes roles for a whole owner, so that a bound owner is enough for a deployment to go on. */
function toFinding(place: string, { kind, desired }: TokenProblem): Finding {
  switch (kind) {
    case "unknown":
      return unknownAt(place);
    case "open":
      return violation(place, desired);
    case "wide":
      return advice(place, desired);
  }
}
