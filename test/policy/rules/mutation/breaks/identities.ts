import { account, arn, documentOf, resource, roleArn } from "../program/resource";
import { type Break, type Breaks, on } from "./break";

const image = "iam/role:Role image";
const work = "iam/policy:Policy work";

/** The work of a build allows this as well. */
function alsoAllows(statement: object, also?: Break["also"]): Break {
  const base = { Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" };
  return on(work, { policy: documentOf(base, { Effect: "Allow", ...statement }) }, also);
}

/** The build's role is trusted like this instead. */
function trusts(statement: object, also?: Break["also"]): Break {
  const base = { Effect: "Allow", Action: "sts:AssumeRole" };
  return on(image, { assumeRolePolicy: documentOf({ ...base, ...statement }) }, also);
}

const ownAccount = { StringEquals: { "aws:SourceAccount": account } };
const codebuild = { Service: "codebuild.amazonaws.com" };
const github = { Federated: `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com` };

/** Other rules that find a grant of all actions on all resources. */
const everything = Object.fromEntries(
  [
    "destroy-start-restricted",
    "iam-kms-decrypt-scoped",
    "iam-no-credentials-exposure",
    "iam-no-data-exfiltration",
    "iam-no-gate-reach",
    "iam-no-star-action",
    "iam-no-star-resource",
    "iam-passrole-scoped",
    "iam-permissions-management-scoped",
    "iam-write-scoped",
  ].map((rule) => [rule, "everything includes this"]),
);

const write = { "iam-write-scoped": "AWS counts the action among those that write" };

export const identityBreaks: Breaks = {
  "destroy-start-restricted": alsoAllows({
    Action: "codebuild:StartBuild",
    Resource: arn("codebuild", "project/shop-destroy-run"),
  }),
  "iam-kms-decrypt-scoped": alsoAllows({ Action: "kms:Decrypt", Resource: `arn:aws:kms:eu-west-1:${account}:key/*` }),
  "iam-max-session": on(image, { maxSessionDuration: 43_200 }),
  "iam-no-admin": alsoAllows({ Action: "*", Resource: "*" }, everything),
  "iam-no-admin-managed-policy": on("iam/rolePolicyAttachment:RolePolicyAttachment image", {
    policyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
  }),
  "iam-no-allow-not-elements": alsoAllows({
    NotAction: "iam:*",
    Resource: "arn:aws:s3:::shop-artifacts",
  }),
  "iam-no-aws-managed-policy": on("iam/rolePolicyAttachment:RolePolicyAttachment image", {
    policyArn: "arn:aws:iam::aws:policy/CloudWatchLogsReadOnlyAccess",
  }),
  "iam-no-credentials-exposure": alsoAllows({
    Action: "codeartifact:GetAuthorizationToken",
    Resource: "arn:aws:codeartifact:*:*:domain/*",
  }),
  "iam-no-data-exfiltration": alsoAllows({
    Action: "ssm:GetParameter",
    Resource: `arn:aws:ssm:eu-west-1:${account}:parameter/*`,
  }),
  "iam-no-gate-reach": alsoAllows({
    Action: "codebuild:StartBuild",
    Resource: arn("codebuild", "project/shop-prod-*"),
  }),
  "iam-no-inline-policy": on(image, {
    inlinePolicies: [
      { name: "list", policy: documentOf({ Effect: "Allow", Action: "codepipeline:ListPipelines", Resource: "*" }) },
    ],
  }),
  "iam-no-policy-management-conflict": on(image, {
    managedPolicyArns: [`arn:aws:iam::${account}:policy/shop-delivery`],
  }),
  "iam-no-privilege-escalation": alsoAllows(
    {
      Action: "lambda:UpdateFunctionCode",
      Resource: `arn:aws:lambda:eu-west-1:${account}:function:*`,
    },
    write,
  ),
  "iam-no-service-wildcard": alsoAllows({ Action: "s3:*", Resource: "arn:aws:s3:::shop-artifacts/*" }),
  "iam-no-star-action": alsoAllows({
    Action: "*",
    Resource: roleArn("shop-deploy"),
    Condition: { StringEquals: { "iam:PassedToService": "cloudformation.amazonaws.com" } },
  }),
  "iam-no-star-resource": alsoAllows({ Action: "codepipeline:GetPipeline", Resource: "*" }),
  "iam-no-user": { with: resource("robot", "iam/user:User", { name: "robot" }) },
  "iam-no-user-policy": {
    with: resource("robot", "iam/userPolicyAttachment:UserPolicyAttachment", {
      user: "robot",
      policyArn: `arn:aws:iam::${account}:policy/shop-work`,
    }),
  },
  "iam-no-wildcard-action": alsoAllows({ Action: "s3:Put*", Resource: "arn:aws:s3:::shop-artifacts/*" }),
  "iam-passrole-scoped": alsoAllows({ Action: "iam:PassRole", Resource: roleArn("shop-deploy") }),
  "iam-permissions-boundary": on(image, { permissionsBoundary: undefined }),
  "iam-permissions-management-scoped": alsoAllows(
    { Action: "iam:CreateRole", Resource: "arn:aws:iam::*:role/*" },
    { "iam-no-gate-reach": "a role of any name may be one of a gate" },
  ),
  "iam-trust-actions": trusts({ Principal: codebuild, Action: "sts:*", Condition: ownAccount }),
  "iam-trust-confused-deputy": trusts({ Principal: codebuild }),
  "iam-trust-no-account-root": trusts({ Principal: { AWS: "arn:aws:iam::210987654321:root" } }),
  "iam-trust-no-public": trusts({ Principal: { AWS: "*" } }),
  "iam-trust-oidc-scoped": trusts({
    Principal: github,
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" },
      StringLike: { "token.actions.githubusercontent.com:sub": "repo:*" },
    },
  }),
  "iam-trust-single-service": trusts({
    Principal: { Service: ["codebuild.amazonaws.com", "codepipeline.amazonaws.com"] },
    Condition: ownAccount,
  }),
  "iam-valid-document": alsoAllows({ Action: "s3:GetObjekt", Resource: "arn:aws:s3:::shop-artifacts/*" }),
  "iam-write-scoped": alsoAllows({ Action: "sqs:PurgeQueue", Resource: `arn:aws:sqs:eu-west-1:${account}:*` }),
};
