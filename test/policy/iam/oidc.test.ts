import assert from "node:assert/strict";
import * as fc from "fast-check";
import { readDocument } from "../../../policy/iam/document";
import { tokenProblems } from "../../../policy/iam/oidc";
import { type Properties, unknownValue, type Value } from "../../../policy/iam/value";

/** The kinds of problems of a provider whose trust policy compares these claims. */
function problems(provider: string, claims: Readonly<Record<string, Value>>, operator = "StringLike") {
  const keys: Properties = Object.fromEntries(
    Object.entries(claims).map(([claim, value]) => [`${provider}:${claim}`, value]),
  );
  const document = { Statement: { Effect: "Allow", Condition: { [operator]: keys } } };
  const [statement] = readDocument({ path: "p", value: document }).statements;
  const arn = `arn:aws:iam::123456789012:oidc-provider/${provider}`;
  return tokenProblems(arn, statement?.conditions ?? []).map(({ kind }) => kind);
}

const github = "token.actions.githubusercontent.com";
const eks = "oidc.eks.eu-west-1.amazonaws.com/id/0A1B2C";
const circle = "oidc.circleci.com/org/1111";
const bitbucket = "api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc";

/** Values of one claim by provider: of one workload, of a whole owner, and of anybody. */
const values: readonly {
  readonly provider: string;
  readonly claim: string;
  readonly bound: readonly string[];
  readonly wide: readonly string[];
  readonly open: readonly string[];
}[] = [
  {
    provider: github,
    claim: "sub",
    bound: [
      "repo:acme/shop:ref:refs/heads/main",
      "repo:acme/shop:ref:refs/heads/release-*",
      "repo:acme/shop:environment:prod",
      "repo:acme@1234/shop@5678:ref:refs/heads/main",
      "repository_owner_id:1234:repository_id:5678",
      "repository_id:5678:ref:refs/heads/main",
      "repository_owner_id:1234:environment:prod:*",
      "job_workflow_ref:acme/shop/.github/workflows/deploy.yml@refs/heads/main",
    ],
    wide: [
      "repo:acme/*",
      "repo:acme/shop*:ref:refs/heads/main",
      "repo:acme/shop:*",
      "repo:acme/shop:pull_request",
      "repo:acme/shop:ref:refs/heads/*",
      "repo:acme/shop:ref:refs/tags/v*",
      "repo:acme/shop:environment:*",
      "repository_owner_id:1234",
      "repository_id:5678:*",
    ],
    open: ["*", "repo:*", "repo:acme*/shop:*", "repo:a*", "repo:*/shop:ref:refs/heads/main", "environment:prod", ""],
  },
  {
    provider: "gitlab.com",
    claim: "sub",
    bound: ["project_path:acme/shop:ref_type:branch:ref:main", "project_path:acme/team/shop:ref_type:tag:ref:rel-*"],
    wide: ["project_path:acme/*:ref_type:branch:ref:main", "project_path:acme/shop:ref_type:branch:ref:*"],
    open: ["*", "project_path:*", "project_path:acme*/shop:ref_type:branch:ref:main"],
  },
  {
    provider: "app.terraform.io",
    claim: "sub",
    bound: ["organization:acme:project:shop:workspace:prod:run_phase:*"],
    wide: ["organization:acme:*", "organization:acme:project:*:workspace:prod:run_phase:apply"],
    open: ["*", "organization:*:project:shop:workspace:prod:run_phase:apply", "organization:ac*"],
  },
  {
    provider: "api.pulumi.com/oidc",
    claim: "sub",
    bound: ["pulumi:deploy:org:acme:project:shop:stack:prod:*", "pulumi:environments:org:acme:env:shop/prod"],
    wide: ["pulumi:deploy:org:acme:*", "pulumi:deploy:org:acme:project:shop:*"],
    open: ["*", "pulumi:deploy:org:*", "pulumi:deploy:org:ac*:project:shop:stack:prod:*"],
  },
  { provider: "api.pulumi.com/oidc", claim: "aud", bound: [], wide: ["acme"], open: ["*", "sts.amazonaws.com"] },
  {
    provider: circle,
    claim: "sub",
    bound: ["org/1111/project/2222/user/*"],
    wide: ["org/1111/*", "org/1111/project/*"],
    open: ["*", "org/*"],
  },
  { provider: bitbucket, claim: "sub", bound: ["{0a-1b}:*", "{0a-1b}*:*"], wide: [], open: ["*", "{*}:*"] },
  {
    provider: "agent.buildkite.com",
    claim: "sub",
    bound: ["organization:acme:pipeline:shop:ref:refs/heads/main:*"],
    wide: ["organization:acme:*", "organization:acme:pipeline:s*"],
    open: ["*", "organization:*", "organization:ac*:pipeline:shop:*"],
  },
  {
    provider: eks,
    claim: "sub",
    bound: ["system:serviceaccount:shop:web"],
    wide: ["system:serviceaccount:shop:*"],
    open: ["*", "system:serviceaccount:*:web", "system:serviceaccount:*:*"],
  },
  { provider: "accounts.google.com", claim: "aud", bound: ["1234.apps.googleusercontent.com"], wide: [], open: ["*"] },
  { provider: "cognito-identity.amazonaws.com", claim: "aud", bound: ["eu-west-1:0a1b"], wide: [], open: ["*"] },
  { provider: "oidc.codefresh.io", claim: "sub", bound: ["account:1234:pipeline:5678:*"], wide: [], open: ["*", "a*"] },
  { provider: "oidc.vercel.com", claim: "aud", bound: ["https://vercel.com/acme"], wide: [], open: ["*"] },
];

describe("tokenProblems", () => {
  for (const { provider, claim, bound, wide, open } of values) {
    const audience = provider === github ? { aud: "sts.amazonaws.com" } : {};
    for (const [kind, list] of [
      ["bound", bound],
      ["wide", wide],
      ["open", open],
    ] as const) {
      for (const value of list) {
        it(`takes ${provider}:${claim} compared with "${value}" for ${kind}`, () => {
          assert.deepEqual(problems(provider, { ...audience, [claim]: value }), kind === "bound" ? [] : [kind]);
        });
      }
    }

    it(`asks ${provider} for a claim that must be there`, () => {
      const [first = ""] = [...bound, ...wide];
      assert.deepEqual(problems(provider, audience), ["open"]);
      for (const operator of ["StringLikeIfExists", "ForAllValues:StringLike", "StringNotLike"]) {
        assert.ok(problems(provider, { ...audience, [claim]: first }, operator).includes("open"), operator);
      }
    });
  }

  it("takes the widest of several values, and the narrowest of several claims", () => {
    const branch = "repo:acme/shop:ref:refs/heads/main";
    const audience = { aud: "sts.amazonaws.com" };
    assert.deepEqual(problems(github, { ...audience, sub: [branch, "repo:acme/*"] }), ["wide"]);
    assert.deepEqual(problems(github, { ...audience, sub: [branch, "*"] }), ["open"]);
    assert.deepEqual(problems(github, { ...audience, sub: "repo:acme/shop:*", environment: "prod" }), []);
    assert.deepEqual(problems(github, { ...audience, repository_id: "5678", ref: "refs/heads/main" }), []);
    assert.deepEqual(problems(github, { ...audience, environment: "prod" }), ["open"]);
  });

  it("asks GitHub for the audience as well", () => {
    assert.deepEqual(problems(github, { sub: "repo:acme/shop:environment:prod" }), ["open"]);
  });

  it("does not know whether an unknown value binds", () => {
    assert.deepEqual(problems("gitlab.com", { sub: unknownValue }), ["unknown"]);
  });

  it("advises to compare a claim of an issuer that it does not know, and leaves SAML alone", () => {
    assert.deepEqual(problems("login.example.com", {}), ["wide"]);
    assert.deepEqual(problems("login.example.com", { sub: "shop" }), []);
    assert.deepEqual(problems("login.example.com", { sub: "*" }), ["wide"]);
    assert.deepEqual(tokenProblems("arn:aws:iam::123456789012:saml-provider/acme", []), []);
  });

  it("never takes a subject with a wildcard in its owner for bound", () => {
    const part = fc.stringMatching(/^[a-z0-9]{1,8}$/);
    const forms = fc.constantFrom<(owner: string, rest: string) => readonly [string, string]>(
      (owner, rest) => [github, `repo:${owner}/${rest}:ref:refs/heads/${rest}`],
      (owner, rest) => ["gitlab.com", `project_path:${owner}/${rest}:ref_type:branch:ref:${rest}`],
      (owner, rest) => ["app.terraform.io", `organization:${owner}:project:${rest}:workspace:${rest}:run_phase:apply`],
      (owner, rest) => ["api.pulumi.com/oidc", `pulumi:deploy:org:${owner}:project:${rest}:stack:${rest}:scope:write`],
      (owner, rest) => ["agent.buildkite.com", `organization:${owner}:pipeline:${rest}:ref:refs/heads/${rest}`],
      (owner, rest) => [eks, `system:serviceaccount:${owner}:${rest}`],
    );
    fc.assert(
      fc.property(forms, part, part, fc.constantFrom("*", "?", "**"), (form, owner, rest, wild) => {
        for (const pattern of [`${owner}${wild}`, `${wild}${owner}`, wild]) {
          const [provider, sub] = form(pattern, rest);
          assert.deepEqual(
            problems(provider, { aud: "x", sub }),
            provider === "api.pulumi.com/oidc" ? ["wide"] : ["open"],
          );
        }
        const [provider, sub] = form(owner, rest);
        assert.deepEqual(problems(provider, { aud: "x", sub }), []);
      }),
    );
  });
});
