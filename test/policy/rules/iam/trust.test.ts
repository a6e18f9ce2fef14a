import type { Rule } from "../../../../policy/lib/rule/rule";
import { iamTrustActions } from "../../../../policy/rules/iam/trust-actions";
import { iamTrustNoAccountRoot } from "../../../../policy/rules/iam/trust-no-account-root";
import { iamTrustOidcScoped } from "../../../../policy/rules/iam/trust-oidc-scoped";
import { iamTrustSingleService } from "../../../../policy/rules/iam/trust-single-service";
import { role } from "../../../fixtures/policy/resources";
import { itJudges } from "../../support/cases";
import { advisory, mandatory, unknownObject, unknownText, unknownVerdict, type Verdict } from "../../support/judging";

const path = "assumeRolePolicy.Statement[0]";

function trust(principal: unknown, condition?: unknown, action: unknown = "sts:AssumeRole") {
  return { Effect: "Allow", Principal: principal, Action: action, Condition: condition };
}

function itJudgesTrust(rule: Rule, title: string, statements: readonly object[], expected: readonly Verdict[]) {
  const assumeRolePolicy = { Version: "2012-10-17", Statement: statements };
  itJudges(rule, title, role, { assumeRolePolicy }, expected);
}

describe("iam-trust-no-account-root", () => {
  const rule = iamTrustNoAccountRoot;
  const refused = (place = "") => [
    advisory(`${path}.Principal.AWS${place} should be the ARN of a role or user, not an account`),
  ];

  itJudgesTrust(rule, "accepts a role", [trust({ AWS: "arn:aws:iam::123456789012:role/ci" })], []);
  itJudgesTrust(rule, "accepts a service", [trust({ Service: "codebuild.amazonaws.com" })], []);
  for (const account of ["123456789012", "arn:aws:iam::123456789012:root", "arn:aws-cn:iam::123456789012:root"]) {
    itJudgesTrust(rule, `refuses ${account}`, [trust({ AWS: account })], refused());
  }
  itJudgesTrust(
    rule,
    "refuses an account in a list",
    [trust({ AWS: ["arn:aws:iam::123456789012:role/ci", "123456789012"] })],
    refused("[1]"),
  );
  itJudgesTrust(
    rule,
    "accepts an account of which one role may come",
    [trust({ AWS: "123456789012" }, { ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::123456789012:role/ci" } })],
    [],
  );
  itJudgesTrust(
    rule,
    "refuses an account of which any role may come",
    [trust({ AWS: "123456789012" }, { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::123456789012:role/*" } })],
    refused(),
  );
  itJudgesTrust(
    rule,
    "refuses an account of which any role may come beside one",
    [
      trust(
        { AWS: "123456789012" },
        { ArnLike: { "aws:PrincipalArn": ["arn:aws:iam::123456789012:role/ci", "arn:aws:iam::123456789012:role/*"] } },
      ),
    ],
    refused(),
  );
  itJudgesTrust(
    rule,
    "refuses an account that must know an external id",
    [trust({ AWS: "123456789012" }, { StringEquals: { "sts:ExternalId": "x" } })],
    refused(),
  );
  itJudgesTrust(
    rule,
    "cannot judge a principal that is not known",
    [trust({ AWS: unknownText })],
    [unknownVerdict(`${path}.Principal.AWS`)],
  );
  itJudgesTrust(
    rule,
    "cannot judge an account under a condition that is not known",
    [trust({ AWS: "123456789012" }, unknownObject)],
    [unknownVerdict(`${path}.Principal.AWS`)],
  );
});

describe("iam-trust-actions", () => {
  const rule = iamTrustActions;
  const service = { Service: "codebuild.amazonaws.com" };
  const refused = (place: string) =>
    mandatory(
      `${path}.${place} should be one of sts:AssumeRole, sts:AssumeRoleWithWebIdentity, sts:AssumeRoleWithSAML, sts:TagSession, sts:SetSourceIdentity`,
    );

  itJudgesTrust(
    rule,
    "accepts what assumes a role, in any case",
    [
      trust(service, undefined, ["STS:assumerole", "sts:TagSession", "sts:SetSourceIdentity"]),
      trust(service, undefined, ["sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML"]),
    ],
    [],
  );
  for (const action of ["*", "sts:*", "sts:AssumeRole*", "s3:GetObject", "sts:GetFederationToken"]) {
    itJudgesTrust(
      rule,
      `refuses ${action}`,
      [trust(service, undefined, ["sts:AssumeRole", action])],
      [refused("Action[1]")],
    );
  }
  itJudgesTrust(
    rule,
    "cannot judge an action that is not known",
    [trust(service, undefined, unknownText)],
    [unknownVerdict(`${path}.Action`)],
  );
});

describe("iam-trust-single-service", () => {
  const rule = iamTrustSingleService;
  const refused = (services: string) => [
    advisory(`assumeRolePolicy should trust one service: ${services} share this role`),
  ];
  const service = (...names: readonly string[]) => trust({ Service: names.map((name) => `${name}.amazonaws.com`) });

  itJudges(rule, "accepts one service", role, {}, []);
  itJudgesTrust(
    rule,
    "accepts one service by several names",
    [service("codedeploy", "codedeploy.eu-west-1", "codedeploy.us-gov-west-1"), service("codedeploy")],
    [],
  );
  itJudgesTrust(
    rule,
    "accepts one service by its names in the European Sovereign Cloud",
    [trust({ Service: ["codedeploy.amazonaws.com", "codedeploy.eusc-de-east-1.amazonaws.eu"] })],
    [],
  );
  itJudgesTrust(rule, "accepts services that build nothing", [service("lambda", "edgelambda")], []);
  itJudgesTrust(
    rule,
    "refuses two services",
    [service("codebuild", "codepipeline")],
    refused("codebuild and codepipeline"),
  );
  itJudgesTrust(
    rule,
    "refuses two services in two statements",
    [service("lambda"), service("cloudformation")],
    refused("lambda and cloudformation"),
  );
  itJudgesTrust(rule, "leaves what is denied alone", [service("codebuild"), { ...service("ec2"), Effect: "Deny" }], []);
  itJudgesTrust(
    rule,
    "leaves principals that are no services alone",
    [service("codebuild"), trust({ AWS: "123456789012" })],
    [],
  );
  itJudgesTrust(
    rule,
    "cannot judge a service that is not known",
    [service("codebuild"), trust({ Service: unknownText })],
    [unknownVerdict("assumeRolePolicy.Statement[1].Principal.Service")],
  );
});

describe("iam-trust-oidc-scoped", () => {
  const rule = iamTrustOidcScoped;
  const provider = "token.actions.githubusercontent.com";
  const federated = { Federated: `arn:aws:iam::123456789012:oidc-provider/${provider}` };
  const audience = { [`${provider}:aud`]: "sts.amazonaws.com" };
  const web = (condition: unknown, principal: unknown = federated) =>
    trust(principal, condition, "sts:AssumeRoleWithWebIdentity");
  const claims = (sub: unknown, operator = "StringLike") => ({
    StringEquals: audience,
    [operator]: { ...(operator === "StringEquals" ? audience : {}), [`${provider}:sub`]: sub },
  });
  const wanted = `${provider}:sub to be repo:<owner>/<name>:ref:refs/heads/<branch>, or its :environment:<name>`;
  const badSubject = mandatory(`${path}.Condition should require ${wanted}`);
  const wideSubject = advisory(
    `${path}.Condition lets in every branch, pull request or workload of its owner: require ${wanted}`,
  );
  const badAudience = mandatory(`${path}.Condition should require the audience of the token in ${provider}:aud`);

  itJudgesTrust(rule, "accepts a branch", [web(claims("repo:acme/shop:ref:refs/heads/main"))], []);
  for (const sub of ["repo:acme/shop:*", "repo:acme/*", "repo:acme/shop:pull_request"]) {
    itJudgesTrust(rule, `advises against ${sub}`, [web(claims(sub))], [wideSubject]);
  }
  itJudgesTrust(
    rule,
    "accepts an exact comparison",
    [web(claims("repo:acme/shop:environment:prod", "StringEquals"))],
    [],
  );
  for (const sub of [
    "*",
    "repo:*",
    "repo:acme*",
    "repo:acme*/shop:*",
    "repo:*/shop:ref:refs/heads/main",
    "repo:ac?e/shop",
    "repo:acme",
    "repo:acme/",
    "environment:prod",
    "ref:refs/heads/main",
    "",
  ]) {
    itJudgesTrust(rule, `refuses "${sub}"`, [web(claims(sub))], [badSubject]);
  }
  for (const [claim, value] of [
    ["repository", "acme/shop"],
    ["repository", "acme/*"],
    ["repository_id", "123456"],
    ["repository_owner_id", "654321"],
  ] as const) {
    itJudgesTrust(
      rule,
      `advises to bind a branch beside ${claim} ${value}`,
      [web({ StringLike: { ...audience, [`${provider}:${claim}`]: value } })],
      [wideSubject],
    );
  }
  for (const [claim, value] of [
    ["repository", "*/shop"],
    ["repository", "acme*"],
    ["repository", "acme/"],
    ["repository_id", "*"],
    ["actor", "someone"],
    ["environment", "prod"],
  ] as const) {
    itJudgesTrust(
      rule,
      `refuses ${claim} ${value} instead of the subject`,
      [web({ StringLike: { ...audience, [`${provider}:${claim}`]: value } })],
      [badSubject],
    );
  }
  itJudgesTrust(rule, "judges every subject of a list", [web(claims(["repo:acme/shop:*", "*"]))], [badSubject]);
  itJudgesTrust(rule, "refuses no subject", [web({ StringEquals: audience })], [badSubject]);
  itJudgesTrust(rule, "refuses no condition", [web(undefined)], [badAudience, badSubject]);
  itJudgesTrust(
    rule,
    "refuses a subject that need not be there",
    [web(claims("repo:acme/shop:*", "StringLikeIfExists")), web(claims("repo:acme/shop:*", "ForAllValues:StringLike"))],
    [badSubject, mandatory(badSubject.text.replace("[0]", "[1]"))],
  );
  itJudgesTrust(
    rule,
    "refuses any audience",
    [web({ StringLike: { [`${provider}:aud`]: "*", [`${provider}:sub`]: "repo:acme/shop:environment:prod" } })],
    [badAudience],
  );
  itJudgesTrust(
    rule,
    "judges the provider's statement wherever it stands",
    [trust({ Service: "codebuild.amazonaws.com" }), web(claims("*"))],
    [mandatory(badSubject.text.replace("[0]", "[1]"))],
  );
  itJudgesTrust(
    rule,
    "knows the provider by its name alone",
    [web(claims("*"), { Federated: [provider] })],
    [badSubject],
  );
  itJudgesTrust(
    rule,
    "asks for the claims of an enterprise's own issuer",
    [
      web(claims("repo:acme/shop:ref:refs/heads/main"), {
        Federated: `arn:aws:iam::123456789012:oidc-provider/${provider}/acme`,
      }),
    ],
    [badAudience, badSubject].map(({ text }) => mandatory(text.replaceAll(`${provider}:`, `${provider}/acme:`))),
  );
  itJudgesTrust(
    rule,
    "asks for the claim of each provider",
    [web(undefined, { Federated: "cognito-identity.amazonaws.com" })],
    [
      mandatory(
        `${path}.Condition should require cognito-identity.amazonaws.com:aud to be the ID of your identity pool`,
      ),
    ],
  );
  itJudgesTrust(
    rule,
    "cannot judge a provider that is not known",
    [web(undefined, { Federated: unknownText })],
    [unknownVerdict(`${path}.Principal.Federated`)],
  );
  itJudgesTrust(
    rule,
    "cannot judge a subject that is not known",
    [web(claims(unknownText))],
    [unknownVerdict(`${path}.Condition`)],
  );
  itJudgesTrust(
    rule,
    "cannot judge a condition that is not known",
    [web(unknownObject)],
    [unknownVerdict(`${path}.Condition`), unknownVerdict(`${path}.Condition`)],
  );
});
