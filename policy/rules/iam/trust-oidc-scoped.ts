import type { Statement } from "../../iam/document";
import { missingClaims } from "../../iam/github-claims";
import { textOf, unknownValue } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
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
    "Compare token.actions.githubusercontent.com:aud with sts.amazonaws.com (StringEquals) and :sub with " +
    "repo:<owner>/<name>:ref:refs/heads/<branch>, or its :environment: (StringEquals or StringLike).",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html",
  tags: ["iam", "trust"],
  equivalentChecks: { checkov: ["CKV_AWS_393", "CKV_AWS_358"], owasp: ["SEC-2"] },
  types: trustTypes,
  judge: trustAllows(namesRepositories),
});

const issuerOfGithub = /(?:^|oidc-provider\/)(token\.actions\.githubusercontent\.com.*)$/;

function namesRepositories({ path, principals, conditions }: Statement): Finding[] {
  return principals
    .filter(({ type }) => type === "Federated")
    .flatMap((principal) => {
      if (principal.value === unknownValue) {
        return [unknownAt(principal.path)];
      }
      const [, issuer] = issuerOfGithub.exec(textOf(principal.value)) ?? [];
      return (issuer === undefined ? [] : missingClaims(issuer, conditions)).map((desired) =>
        desired === unknownValue ? unknownAt(`${path}.Condition`) : violation(`${path}.Condition`, desired),
      );
    });
}
