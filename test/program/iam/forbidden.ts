import type { StackName } from "./environment";
import { resourcesOf, siblingsOf } from "./resources";
import type { Request } from "./simulate";

/**
 * Requests that no role of a stack may make.
 *
 * @param name - the role: only the start role of a promotion starts the pipeline
 */
export function forbiddenIn(stack: StackName, name: string): Request[] {
  const own = resourcesOf(stack);
  const other = siblingsOf(stack);
  const tls = { "aws:ResourceAccount": own.account, "aws:SecureTransport": "true" };
  const encrypted = { ...tls, "s3:x-amz-server-side-encryption": "aws:kms" };
  const administrator = `arn:aws:iam::${own.account}:role/administrator`;
  const user = `arn:aws:iam::${own.account}:user/somebody`;
  const policy = `arn:aws:iam::${own.account}:policy/somewhat`;
  const ofOther: [string, string, Request["context"]?][] = [
    ["s3:GetObject", other.object, tls],
    ["s3:PutObject", other.object, { ...encrypted, "s3:x-amz-server-side-encryption-aws-kms-key-id": other.key }],
    ["s3:ListBucket", other.bucket, tls],
    ["kms:Decrypt", other.key],
    ["kms:GenerateDataKey", other.key],
    ["codebuild:StartBuild", other.project],
    ["codebuild:BatchGetBuilds", other.project],
    ["secretsmanager:GetSecretValue", other.secret],
    ["ssm:GetParameters", other.parameter],
    ["logs:PutLogEvents", other.logStream],
    ["ecr:PutImage", other.repository],
    ["ecr:BatchGetImage", other.repository],
    ["sns:Publish", other.topic, { "aws:SecureTransport": "true" }],
    ["codeconnections:UseConnection", other.connection, { "codeconnections:FullRepositoryId": "acme/shop" }],
    ["codeconnections:UseConnection", own.connection, { "codeconnections:FullRepositoryId": "acme/payroll" }],
    ["ecs:UpdateService", other.service],
    ["sts:AssumeRole", administrator],
  ];
  const ofOwn: [string, string, Request["context"]?][] = [
    ["s3:DeleteBucket", own.bucket, tls],
    ["s3:PutBucketPolicy", own.bucket, tls],
    ["s3:DeleteObject", own.object, tls],
    ["s3:DeleteObjectVersion", own.object, tls],
    ["kms:ScheduleKeyDeletion", own.key],
    ["kms:PutKeyPolicy", own.key],
    ["kms:CreateGrant", own.key],
    ["codepipeline:PutApprovalResult", `${own.pipeline}/ApprovePlan/Plan`],
    ["s3:PutObject", `${own.releaseStore}/other/commit.json`, tls],
    ["s3:DeleteObject", `${own.releaseStore}/releases/commit/digest.json`, tls],
    ["s3:PutBucketPolicy", own.releaseStore, tls],
    ["kms:PutKeyPolicy", own.releaseKey],
    ["kms:PutKeyPolicy", own.signingKey],
    ["kms:GetPublicKey", own.signingKey],
    ["kms:Sign", own.signingKey, { "kms:MessageType": "RAW", "kms:SigningAlgorithm": "RSASSA_PSS_SHA_256" }],
    ["kms:Sign", own.releaseKey, { "kms:MessageType": "RAW", "kms:SigningAlgorithm": "ECDSA_SHA_256" }],
    ...(name.includes("+Promote+Start-")
      ? []
      : [["codepipeline:StartPipelineExecution", own.pipeline] as [string, string]]),
    ["codepipeline:UpdatePipeline", own.pipeline],
    ["codebuild:UpdateProject", own.project("image")],
    ["codebuild:DeleteProject", own.project("image")],
    ["ecr:DeleteRepository", own.repository],
    ["ecr:BatchDeleteImage", own.repository],
    ["logs:DeleteLogStream", own.logStream("image")],
    ["ssm:PutParameter", own.parameter("token")],
    ["secretsmanager:PutSecretValue", own.secret("pulumi-access-token")],
  ];
  const passes: [string, string, Request["context"]?][] = [
    ["iam:PassRole", own.role("web-task"), { "iam:PassedToService": "lambda.amazonaws.com" }],
    ["iam:PassRole", own.role("web-task")],
    ["iam:PassRole", other.role, { "iam:PassedToService": "ecs-tasks.amazonaws.com" }],
    ["iam:PassRole", own.role("image-us-east-1"), { "iam:PassedToService": "codebuild.amazonaws.com" }],
    ["iam:PassRole", administrator, { "iam:PassedToService": "ecs-tasks.amazonaws.com" }],
  ];
  const identities: [string, string][] = [
    ...["CreateRole", "DeleteRole", "AttachRolePolicy", "PutRolePolicy", "UpdateAssumeRolePolicy"].map(
      (action): [string, string] => [`iam:${action}`, own.role("deploy-us-east-1")],
    ),
    ["iam:CreateUser", user],
    ["iam:CreateAccessKey", user],
    ["iam:CreatePolicyVersion", policy],
  ];
  return [...ofOther, ...ofOwn, ...passes, ...identities].map(([action, resource, context = {}]) => ({
    action,
    resource,
    context,
  }));
}
