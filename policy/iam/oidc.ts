import { hasUnknownCondition, requiring } from "./conditions";
import type { Condition } from "./document";
import { hasWildcard } from "./glob";
import { textOf, unknownValue } from "./value";

/** The tokens that a value of a claim lets in: any customer's, all of one owner, or those of one workload. */
type Reach = "open" | "wide" | "bound";

type Claims = Readonly<Record<string, (value: string) => Reach>>;

/** An issuer of tokens, and the claims that bind a token to its owner and workload. */
interface Issuer {
  /** Matches the provider's URL without `https://`. */
  readonly provider: RegExp;
  /** One of these claims must bind. */
  readonly claims: Claims;
  /** Claims that bind a workload of an owner whom another claim binds. */
  readonly narrowing?: readonly string[];
  /** Whether the issuer's own pages ask for the audience as well. */
  readonly needsAudience?: true;
  /** Continues the sentence that the condition starts, as in `should require <issuer>:sub to be ...`. */
  readonly desired: string;
  /** The page with the claims. */
  readonly page: string;
}

/** A claim that a trust policy lacks. `wide`: the policy binds the owner, and no single workload of the owner. */
export interface TokenProblem {
  readonly kind: "unknown" | "open" | "wide";
  /** Continues the sentence that the condition starts. */
  readonly desired: string;
}

/**
 * The issuers, each with the claims that bind its tokens. AWS refuses new roles for shared issuers without their claim.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
 */
const issuers: readonly Issuer[] = [
  {
    provider: /^token\.actions\.githubusercontent\.com(\/[^/]+)?$/,
    claims: {
      sub: githubSubject,
      repository: githubRepository,
      repository_id: wideIfExact,
      repository_owner_id: wideIfExact,
      job_workflow_ref: (value) => (/^[^*?/]+\/[^*?/]+\/./.test(value) ? "bound" : "open"),
    },
    narrowing: ["ref", "environment", "job_workflow_ref"],
    needsAudience: true,
    desired: "sub to be repo:<owner>/<name>:ref:refs/heads/<branch>, or its :environment:<name>",
    page: "https://docs.github.com/en/actions/reference/security/oidc",
  },
  {
    provider: /^gitlab\.com$/,
    claims: { sub: gitlabSubject, project_id: wideIfExact, namespace_id: wideIfExact },
    narrowing: ["ref", "environment"],
    desired: "sub to be project_path:<group>/<project>:ref_type:branch:ref:<branch>",
    page: "https://docs.gitlab.com/ci/cloud_services/aws/",
  },
  {
    provider: /^app\.terraform\.io$/,
    claims: { sub: (value) => subject(value, "organization", "workspace") },
    desired: "sub to be organization:<name>:project:<name>:workspace:<name>:run_phase:*",
    page: "https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/aws-configuration",
  },
  {
    provider: /^api\.pulumi\.com\/oidc$/,
    claims: {
      sub: (value) => widest([subject(value, "org", "stack"), subject(value, "org", "env")], "bound"),
      aud: (value) => (value === "sts.amazonaws.com" ? "open" : wideIfExact(value)),
    },
    desired: "sub to be pulumi:deploy:org:<name>:project:<name>:stack:<name>:*, or the environment's",
    page: "https://www.pulumi.com/docs/administration/access-identity/oidc-issuers/",
  },
  {
    provider: /^oidc\.circleci\.com\/org\/[^/]+$/,
    claims: {
      sub: (value) => (/^org\/[^*?/]+\/project\/[^*?/]+\//.test(value) ? "bound" : circleOwner(value)),
      "oidc.circleci.com/project-id": boundIfExact,
      aud: wideIfExact,
    },
    desired: "sub to be org/<id>/project/<id>/user/*",
    page: "https://circleci.com/docs/openid-connect-tokens/",
  },
  {
    provider: /^api\.bitbucket\.org\/2\.0\/workspaces\/[^/]+\/pipelines-config\/identity\/oidc$/,
    claims: { sub: (value) => (/^\{[^*?}]+\}/.test(value) ? "bound" : "open"), aud: wideIfExact },
    desired: "sub to be {<repository UUID>}:*",
    page: "https://support.atlassian.com/bitbucket-cloud/docs/deploy-on-aws-using-bitbucket-pipelines-openid-connect/",
  },
  {
    provider: /^agent\.buildkite\.com$/,
    claims: {
      sub: (value) => subject(value, "organization", "pipeline"),
      organization_id: wideIfExact,
      organization_slug: wideIfExact,
      pipeline_id: boundIfExact,
    },
    narrowing: ["pipeline_slug"],
    desired: "sub to be organization:<slug>:pipeline:<slug>:ref:refs/heads/<branch>:*",
    page: "https://buildkite.com/docs/pipelines/security/oidc/aws",
  },
  {
    provider: /^oidc\.eks\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\/id\/[^/]+$/,
    claims: { sub: serviceAccount },
    desired: "sub to be system:serviceaccount:<namespace>:<name>",
    page: "https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html",
  },
  {
    provider: /^accounts\.google\.com$/,
    claims: { aud: boundIfExact, oaud: boundIfExact, sub: boundIfExact },
    desired: "aud to be the client ID of your application",
    page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html",
  },
  {
    provider: /^cognito-identity\.amazonaws\.com$/,
    claims: { aud: boundIfExact, sub: boundIfExact },
    desired: "aud to be the ID of your identity pool",
    page: "https://docs.aws.amazon.com/cognito/latest/developerguide/iam-roles.html",
  },
  {
    provider: /^(graph\.facebook\.com|www\.amazon\.com)$/,
    claims: { app_id: boundIfExact },
    desired: "app_id to be the ID of your application",
    page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html",
  },
  {
    provider: /^(oidc\.vercel\.com(\/[^/]+)?|sandboxes\.cloud)$/,
    claims: { aud: boundIfExact, sub: named },
    desired: "aud to be the one of your team",
    page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html",
  },
  {
    provider:
      /^(oidc\.codefresh\.io|studio\.datachain\.ai\/api|scalr\.io|tokens\.cloud\.shisho\.dev|proidc\.upbound\.io|(vstoken|oidc-configuration\.audit-log)\..*githubusercontent\.com)$/,
    claims: { sub: (value) => (/^[^*?:]+:[^*?:]+:/.test(value) ? "bound" : named(value)) },
    desired: "sub to be the workload's",
    page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html",
  },
];

/**
 * Returns the claims that a trust policy lacks for the tokens of a provider.
 *
 * @param provider - the value of `Federated`: an ARN of an OIDC provider, or the name of a built-in one
 */
export function tokenProblems(provider: string, conditions: readonly Condition[]): TokenProblem[] {
  if (provider.includes(":saml-provider/")) {
    return [];
  }
  const name = provider.replace(/^arn:.*:oidc-provider\//, "");
  const issuer = issuers.find((each) => each.provider.test(name));
  if (issuer === undefined) {
    return hasOwnClaim(name, conditions)
      ? []
      : [
          {
            kind: "wide",
            desired: `should require a claim of ${name}, such as ${name}:sub: every token of it is let in`,
          },
        ];
  }
  return [
    ...(issuer.needsAudience === true ? audienceProblem(name, conditions) : []),
    ...ownerProblem(name, issuer, conditions),
  ];
}

function audienceProblem(name: string, conditions: readonly Condition[]): TokenProblem[] {
  const reach = reachOf(name, { aud: boundIfExact }, conditions);
  const desired = `should require the audience of the token in ${name}:aud`;
  return reach === "bound" ? [] : [{ kind: reach === unknownValue ? "unknown" : "open", desired }];
}

function ownerProblem(name: string, issuer: Issuer, conditions: readonly Condition[]): TokenProblem[] {
  const reach = reachOf(name, issuer.claims, conditions);
  const narrowing = Object.fromEntries((issuer.narrowing ?? []).map((claim) => [claim, named]));
  if (reach === "bound" || (reach === "wide" && reachOf(name, narrowing, conditions) === "bound")) {
    return [];
  }
  const wanted = `${name}:${issuer.desired}`;
  if (reach === "wide") {
    const desired = `lets in every branch, pull request or workload of its owner: require ${wanted}`;
    return [{ kind: "wide", desired }];
  }
  return [{ kind: reach === unknownValue ? "unknown" : "open", desired: `should require ${wanted}` }];
}

/** Conditions hold together, so that the narrowest decides. The values of one condition do not, so the widest does. */
function reachOf(name: string, claims: Claims, conditions: readonly Condition[]): Reach | typeof unknownValue {
  const comparisons = Object.entries(claims).flatMap(([claim, judge]) =>
    requiring(conditions, [`${name}:${claim}`]).map(({ values }) =>
      values.includes(unknownValue) || values.length === 0 ? undefined : widest(values.map((it) => judge(textOf(it)))),
    ),
  );
  const known = comparisons.filter((reach) => reach !== undefined);
  const isHidden =
    hasUnknownCondition(conditions) ||
    conditions.some(({ key, values }) => isClaim(name, key) && values.includes(unknownValue));
  if (known.includes("bound")) {
    return "bound";
  }
  return isHidden ? unknownValue : known.includes("wide") ? "wide" : "open";
}

function isClaim(name: string, key: Condition["key"]): boolean {
  return textOf(key).startsWith(`${name.toLowerCase()}:`);
}

/** The audience names the account's provider: every token for AWS has it. */
function hasOwnClaim(name: string, conditions: readonly Condition[]): boolean {
  return (
    hasUnknownCondition(conditions) ||
    conditions.some(
      ({ key, values }) =>
        isClaim(name, key) &&
        key !== `${name.toLowerCase()}:aud` &&
        requiring(conditions, [textOf(key)]).length > 0 &&
        values.every((value) => value === unknownValue || namesWorkload(textOf(value))),
    )
  );
}

/** A name, or a pattern whose start says more than the kind of the claim: `space:prod:*`, but not `space:*`. */
function namesWorkload(value: string): boolean {
  const [start = ""] = value.split(/[*?]/);
  return named(value) === "bound" || start.split(/[:/]/).filter((part) => part !== "").length > 1;
}

function widest(reaches: readonly Reach[], seek: Reach = "open"): Reach {
  const order: readonly Reach[] = seek === "open" ? ["open", "wide", "bound"] : ["bound", "wide", "open"];
  return order.find((reach) => reaches.includes(reach)) ?? "open";
}

function boundIfExact(value: string): Reach {
  return value !== "" && !hasWildcard(value) ? "bound" : "open";
}

function wideIfExact(value: string): Reach {
  return boundIfExact(value) === "bound" ? "wide" : "open";
}

/** A name, or a pattern with a start of three characters after its last separator. */
function named(value: string): Reach {
  const [start = ""] = value.split(/[*?]/);
  const name = start.split(/[:/]/).at(-1) ?? "";
  return boundIfExact(value) === "bound" || name.length >= 3 ? "bound" : "open";
}

/** Reads `key:value:key:value`, in which only what stands before the first wildcard is fixed. */
function fixed(value: string, key: string): string | undefined {
  const [start = ""] = value.split(/[*?]/);
  const text = hasWildcard(value) ? start : `${value}:`;
  return new RegExp(`(?:^|:)${key}:([^:]+):`).exec(text)?.[1];
}

function subject(value: string, owner: string, workload: string): Reach {
  if (fixed(value, owner) === undefined) {
    return "open";
  }
  return fixed(value, workload) === undefined ? "wide" : "bound";
}

/**
 * By default `repo:<owner>/<name>:<context>`. Customised subjects have other claims, such as `repository_id`, and only
 * some of them belong to one owner: anybody can have an environment called `prod`.
 */
function githubSubject(value: string): Reach {
  const [, owner = "", name = "", context] = /^repo:([^/:]*)\/([^:]*)(?::(.*))?$/.exec(value) ?? [];
  if (owner !== "" && !hasWildcard(owner) && name !== "") {
    return hasWildcard(name) ? "wide" : contextReach(context ?? "ref");
  }
  const repository = ["repository_id", "repository", "repo", "job_workflow_ref"].some(
    (claim) => !value.startsWith("repo:") && fixed(value, claim) !== undefined,
  );
  const isOwned =
    repository || ["repository_owner_id", "repository_owner"].some((it) => fixed(value, it) !== undefined);
  if (!isOwned) {
    return "open";
  }
  const workload = ["ref", "environment", "job_workflow_ref"].some((claim) => fixed(value, claim) !== undefined);
  const isOne = workload || (repository && !hasWildcard(value));
  return isOne && !/:pull_request\b/.test(value) ? "bound" : "wide";
}

function contextReach(context: string): Reach {
  return context === "pull_request" || named(context) === "open" ? "wide" : "bound";
}

function githubRepository(value: string): Reach {
  return /^[^*?/:]+\/./.test(value) ? "wide" : "open";
}

function gitlabSubject(value: string): Reach {
  const [, path = "", context = ""] = /^project_path:([^:]*)(?::(.*))?$/.exec(value) ?? [];
  if (!/^[^*?/]+\/./.test(path)) {
    return "open";
  }
  return hasWildcard(path) ? "wide" : contextReach(context);
}

function circleOwner(value: string): Reach {
  return /^org\/[^*?/]+\//.test(value) ? "wide" : "open";
}

function serviceAccount(value: string): Reach {
  const [, namespace = "", name = ""] = /^system:serviceaccount:([^:]*):(.+)$/.exec(value) ?? [];
  if (namespace === "" || hasWildcard(namespace)) {
    return "open";
  }
  return named(name) === "bound" ? "bound" : "wide";
}
