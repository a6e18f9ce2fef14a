/** A grant, and whether it could reach a gate. Components and policy pack both answer, with code of their own. */
export interface GateReachCase {
  readonly action: string;
  readonly resource: string;
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | string[]>>>>;
}

const account = "111122223333";
const regional = (service: string, resource: string) => `arn:aws:${service}:eu-central-1:${account}:${resource}`;
const iam = (resource: string) => `arn:aws:iam::${account}:${resource}`;
const passedTo = (...services: string[]) => ({ StringEquals: { "iam:PassedToService": services } });
const boundBy = (boundary: string) => ({ StringEquals: { "iam:PermissionsBoundary": boundary } });
const untagged = { Null: { "aws:ResourceTag/aws-pipelines:gate": "true" } };

/** Grants that could reach a gate of some environment. */
export const reachingGrants: readonly GateReachCase[] = [
  { action: "codebuild:StartBuild", resource: regional("codebuild", "project/shop-prod-*") },
  { action: "codebuild:StartBuild", resource: "arn:aws:codebuild:*" },
  { action: "codebuild:startbuild", resource: "*" },
  { action: "codebuild:StartBuildBatch", resource: "*" },
  { action: "codebuild:RetryBuild", resource: regional("codebuild", "*") },
  { action: "codebuild:UpdateProject", resource: "arn:aws:codebuild:*:*:project/shop-prod-destroy-ru?" },
  { action: "codebuild:CreateWebhook", resource: regional("codebuild", "project/*") },
  { action: "codebuild:PutResourcePolicy", resource: regional("codebuild", "project/*") },
  { action: "codepipeline:StartPipelineExecution", resource: regional("codepipeline", "shop-*") },
  { action: "codepipeline:UpdatePipeline", resource: regional("codepipeline", "*") },
  { action: "codepipeline:PutApprovalResult", resource: regional("codepipeline", "*/Approve/First") },
  { action: "codepipeline:PutActionRevision", resource: regional("codepipeline", "shop-*/Source/Repository") },
  { action: "sts:AssumeRole", resource: iam("role/*") },
  { action: "sts:AssumeRole", resource: "arn:aws:iam::*:role/shop-deployer*" },
  { action: "sts:AssumeRole", resource: "arn:aws:iam::999999999999:role/deployer-*" },
  { action: "iam:UpdateAssumeRolePolicy", resource: iam("role/team/*") },
  { action: "iam:PutRolePolicy", resource: iam("*") },
  { action: "iam:PutRolePolicy", resource: iam("role/app-*"), conditions: untagged },
  { action: "iam:CreatePolicyVersion", resource: iam("policy/shop-*") },
  { action: "iam:DeleteRolePermissionsBoundary", resource: iam("role/shop-*") },
  { action: "iam:CreateRole", resource: iam("role/app-*") },
  {
    action: "iam:CreateRole",
    resource: iam("role/app-*"),
    conditions: boundBy("arn:aws:iam::aws:policy/AdministratorAccess"),
  },
  { action: "iam:CreateRole", resource: iam("role/app-*"), conditions: boundBy(iam("policy/*")) },
  { action: "iam:AttachUserPolicy", resource: iam("user/*") },
  { action: "iam:CreateAccessKey", resource: iam("user/*") },
  { action: "iam:UpdateSAMLProvider", resource: iam("saml-provider/*") },
  // A name in full does not tell by which provider approvers sign in.
  { action: "iam:UpdateSAMLProvider", resource: iam("saml-provider/people") },
  { action: "iam:DeleteSAMLProvider", resource: iam("saml-provider/people"), conditions: boundBy(iam("policy/b")) },
  {
    action: "iam:UpdateOpenIDConnectProviderThumbprint",
    resource: iam("oidc-provider/token.actions.githubusercontent.com"),
  },
  {
    action: "iam:AddClientIDToOpenIDConnectProvider",
    resource: iam("oidc-provider/acme.okta.example"),
  },
  { action: "sso:CreateAccountAssignment", resource: "arn:aws:sso:::instance/ssoins-0123456789abcdef" },
  { action: "sso:PutInlinePolicyToPermissionSet", resource: "arn:aws:sso:::permissionSet/ssoins-0123/ps-0123" },
  {
    action: "identitystore:CreateGroupMembership",
    resource: `arn:aws:identitystore::${account}:identitystore/d-0123456789`,
  },
  { action: "identitystore:CreateGroupMembership", resource: "*", conditions: untagged },
  { action: "sso-directory:UpdatePassword", resource: "*" },
  { action: "ds:ResetUserPassword", resource: regional("ds", "directory/d-0123456789") },
  { action: "rolesanywhere:UpdateTrustAnchor", resource: regional("rolesanywhere", "trust-anchor/0123") },
  { action: "iam:PassRole", resource: iam("role/app-*") },
  {
    action: "iam:PassRole",
    resource: iam("role/app-*"),
    conditions: passedTo("ecs-tasks.amazonaws.com", "codebuild.amazonaws.com"),
  },
];

/** Grants that reach no gate. */
export const harmlessGrants: readonly GateReachCase[] = [
  { action: "codebuild:StartBuild", resource: regional("codebuild", "project/smoke-tests") },
  { action: "codebuild:StartBuild", resource: `arn:aws*:codebuild:eu-central-1:${account}:project/smoke-tests` },
  { action: "codebuild:StartBuild", resource: regional("codebuild", "report-group/*") },
  { action: "codebuild:StartBuild", resource: regional("codebuild", "project/*"), conditions: untagged },
  { action: "codebuild:BatchGetBuilds", resource: regional("codebuild", "project/*") },
  // A pattern behind the name of one pipeline reaches its stages alone.
  { action: "codepipeline:PutApprovalResult", resource: regional("codepipeline", "shop-pipeline/*") },
  { action: "codepipeline:RetryStageExecution", resource: regional("codepipeline", "shop-pipeline/*") },
  { action: "codepipeline:StartPipelineExecution", resource: "arn:aws:s3:::shop/*" },
  { action: "sts:AssumeRole", resource: iam("role/app-*"), conditions: untagged },
  { action: "iam:PutRolePolicy", resource: iam("role/shop-web-task") },
  { action: "iam:CreateRole", resource: iam("role/app-*"), conditions: boundBy(iam("policy/boundary")) },
  { action: "iam:PassRole", resource: iam("role/app-*"), conditions: passedTo("ecs-tasks.amazonaws.com") },
  { action: "iam:GetRole", resource: iam("role/*") },
  { action: "iam:GetSAMLProvider", resource: iam("saml-provider/people") },
  { action: "iam:CreateOpenIDConnectProvider", resource: iam("oidc-provider/acme.okta.example") },
  { action: "iam:UpdateSAMLProvider", resource: iam("saml-provider/partners"), conditions: untagged },
  // Pods sign in by the provider of their cluster, and no person does.
  {
    action: "iam:UpdateOpenIDConnectProviderThumbprint",
    resource: iam("oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/*"),
  },
  { action: "identitystore:ListGroupMemberships", resource: "*" },
  { action: "sso:DescribePermissionSet", resource: "arn:aws:sso:::permissionSet/ssoins-0123/*" },
  { action: "ds:DescribeDirectories", resource: "*" },
];
