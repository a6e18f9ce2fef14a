import { account, arn, documentOf, type ProgramResource, resource, roleArn } from "./resource";

const boundary = `arn:aws:iam::${account}:policy/boundary`;

/** Statements of a build: it reads its inputs, uses one key and starts one pipeline. */
const work = documentOf(
  {
    Effect: "Allow",
    Action: ["s3:GetObject", "s3:PutObject"],
    Resource: "arn:aws:s3:::shop-artifacts/*",
    Condition: { StringEquals: { "aws:ResourceAccount": account } },
  },
  {
    Effect: "Allow",
    Action: "kms:Decrypt",
    Resource: arn("kms", "key/11111111-2222-3333-4444-555555555555"),
  },
  { Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" },
);

const delivery = documentOf({
  Effect: "Allow",
  Action: "iam:PassRole",
  Resource: roleArn("shop-deploy"),
  Condition: { StringEquals: { "iam:PassedToService": "cloudformation.amazonaws.com" } },
});

const start = documentOf({
  Effect: "Allow",
  Action: "codepipeline:StartPipelineExecution",
  Resource: arn("codepipeline", "shop-release"),
});

function role(name: string, principal: object, condition: object, action = "sts:AssumeRole"): ProgramResource {
  return resource(name, "iam/role:Role", {
    name: `shop-${name}`,
    maxSessionDuration: 3600,
    permissionsBoundary: boundary,
    assumeRolePolicy: documentOf({ Effect: "Allow", Principal: principal, Action: action, Condition: condition }),
  });
}

const ownAccount = { StringEquals: { "aws:SourceAccount": account } };

function serviceRole(name: string, service: string): ProgramResource {
  return role(name, { Service: `${service}.amazonaws.com` }, ownAccount);
}

/** Who may do what. */
export const identities = [
  serviceRole("image", "codebuild"),
  serviceRole("proposal", "codebuild"),
  serviceRole("pipeline", "codepipeline"),
  serviceRole("deploy", "cloudformation"),
  serviceRole("start", "events"),
  role(
    "github",
    { Federated: `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com` },
    {
      StringEquals: {
        "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
        "token.actions.githubusercontent.com:sub": "repo:acme/shop:ref:refs/heads/main",
      },
    },
    "sts:AssumeRoleWithWebIdentity",
  ),
  role("watcher", { AWS: "arn:aws:iam::210987654321:role/watcher" }, { StringEquals: { "sts:ExternalId": "shop" } }),
  resource("work", "iam/policy:Policy", { name: "shop-work", policy: work }),
  resource("delivery", "iam/policy:Policy", { name: "shop-delivery", policy: delivery }),
  resource("review", "iam/policy:Policy", { name: "shop-review", policy: work }),
  resource("start", "iam/policy:Policy", { name: "shop-start", policy: start }),
  resource("readers", "iam/group:Group", { name: "readers" }),
  ...(["Role", "Group", "User"] as const).map((kind) => {
    const type = `${kind}PolicyAttachmentsExclusive`;
    return resource("sole", `iam/${type.charAt(0).toLowerCase()}${type.slice(1)}:${type}`, {
      [`${kind.toLowerCase()}Name`]: "shop-github",
      policyArns: [`arn:aws:iam::${account}:policy/shop-start`],
    });
  }),
  resource("readers", "iam/groupPolicy:GroupPolicy", {
    group: "readers",
    policy: documentOf({ Effect: "Allow", Action: "codepipeline:ListPipelines", Resource: "*" }),
  }),
  ...[
    ["image", "work"],
    ["pipeline", "delivery"],
    ["start", "start"],
  ].map(([name = "", policy = ""]) =>
    resource(name, "iam/rolePolicyAttachment:RolePolicyAttachment", {
      role: `shop-${name}`,
      policyArn: `arn:aws:iam::${account}:policy/shop-${policy}`,
    }),
  ),
  resource("proposal", "iam/policyAttachment:PolicyAttachment", {
    name: "shop-proposal",
    roles: ["shop-proposal"],
    policyArn: `arn:aws:iam::${account}:policy/shop-review`,
  }),
  resource("readers", "iam/groupPolicyAttachment:GroupPolicyAttachment", {
    group: "readers",
    policyArn: `arn:aws:iam::${account}:policy/shop-start`,
  }),
];
