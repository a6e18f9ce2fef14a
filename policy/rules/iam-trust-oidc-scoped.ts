import { type Finding, unknownAt, violation } from "../lib/finding";
import { hasWildcard } from "../lib/glob";
import { hasUnknownCondition, requiring } from "../lib/iam-condition";
import type { Statement } from "../lib/iam-document";
import { trustAllows, trustTypes } from "../lib/policy-documents";
import { resourceRule } from "../lib/rule";
import { textOf, unknownValue, type Value } from "../lib/value";

export const iamTrustOidcScoped = resourceRule({
  name: "iam-trust-oidc-scoped",
  displayName: "GitHub's tokens are trusted for named repositories",
  description:
    "Trust in GitHub's OIDC provider should name the repositories in :sub and the audience in :aud: every workflow on GitHub gets a token of that provider.",
  severity: "critical",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Compare token.actions.githubusercontent.com:aud with sts.amazonaws.com (StringEquals) and :sub with " +
    "repo:<owner>/<name>:ref:refs/heads/<branch>, or its :environment: (StringEquals or StringLike).",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html",
  tags: ["iam", "trust"],
  peers: { checkov: ["CKV_AWS_393", "CKV_AWS_358"], owasp: ["SEC-2"] },
  types: trustTypes,
  judge: trustAllows(namesRepositories),
});

const provider = "token.actions.githubusercontent.com";

function namesRepositories(statement: Statement): Finding[] {
  const federated = statement.principals.filter(({ type }) => type === "Federated");
  return federated.flatMap(({ path, value }) => {
    if (value === unknownValue) {
      return [unknownAt(path)];
    }
    const [, issuer] = /(?:^|oidc-provider\/)(token\.actions\.githubusercontent\.com.*)$/.exec(textOf(value)) ?? [];
    return issuer === undefined ? [] : [...judge(statement, issuer, "aud"), ...judge(statement, issuer, "sub")];
  });
}

const wanted = {
  aud: { holds: isAudience, desired: `should require the audience of the token in ${provider}:aud` },
  sub: { holds: isRepository, desired: `should require ${provider}:sub to be repo:<owner>/<name>:..., with the owner` },
} as const;

function judge({ path, conditions }: Statement, issuer: string, claim: keyof typeof wanted): Finding[] {
  const comparisons = requiring(conditions, [`${issuer}:${claim}`]).map(({ values }) => values);
  const { holds, desired } = wanted[claim];
  if (comparisons.some((values) => values.length > 0 && values.every(holds))) {
    return [];
  }
  const unsure = hasUnknownCondition(conditions) || comparisons.flat().includes(unknownValue);
  return [unsure ? unknownAt(`${path}.Condition`) : violation(`${path}.Condition`, desired)];
}

function isAudience(value: Value): boolean {
  return textOf(value) !== "" && !hasWildcard(textOf(value));
}

/** The owner and a name must be there: a claim other than `repo` first can be the same in anybody's repository. */
function isRepository(value: Value): boolean {
  return /^repo:[^*?/:]+\/[^:]/.test(textOf(value));
}
