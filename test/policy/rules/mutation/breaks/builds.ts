import { documentOf } from "../program/resource";
import { type Breaks, on } from "./break";

const image = "codebuild/project:Project image";
const proposal = "codebuild/project:Project proposal";
const webhook = "codebuild/webhook:Webhook proposal";
const filters = "filterGroups[0].filters";

export const buildBreaks: Breaks = {
  "codebuild-allowed-source-owner": on(proposal, { "source.location": "https://github.com/stranger/shop.git" }),
  "codebuild-artifacts-encrypted": on(image, { "artifacts.encryptionDisabled": true }),
  "codebuild-cache-isolated": on(proposal, { cache: { type: "LOCAL", modes: ["LOCAL_DOCKER_LAYER_CACHE"] } }),
  "codebuild-cmk": on(image, { encryptionKey: undefined }),
  "codebuild-controlled-buildspec": on(proposal, { "source.buildspec": "ci/buildspec.yml" }),
  "codebuild-dedicated-role": on(image, { serviceRole: "arn:aws:iam::123456789012:role/shop-pipeline" }),
  "codebuild-image-pinned": on(image, {
    "environment.image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/build:latest",
  }),
  "codebuild-in-vpc": on(image, { vpcConfig: undefined }),
  "codebuild-logging-enabled": on(proposal, { "logsConfig.cloudwatchLogs.status": "DISABLED" }),
  "codebuild-no-insecure-ssl": on(image, { "source.insecureSsl": true }),
  "codebuild-no-plaintext-aws-credentials": on(image, {
    "environment.environmentVariables[0]": { name: "AWS_SECRET_ACCESS_KEY", value: "x", type: "PLAINTEXT" },
  }),
  "codebuild-no-plaintext-secrets": on(image, {
    "environment.environmentVariables[1].type": "PLAINTEXT",
    "environment.environmentVariables[1].value": "hunter2",
  }),
  "codebuild-no-privileged-mode": on(image, { "environment.privilegedMode": true }),
  "codebuild-no-public-badge": on(image, { badgeEnabled: true }),
  "codebuild-no-stored-tokens": on("codebuild/sourceCredential:SourceCredential host", {
    authType: "PERSONAL_ACCESS_TOKEN",
  }),
  "codebuild-not-public": on(image, { projectVisibility: "PUBLIC_READ" }),
  "codebuild-report-group-encrypted": on("codebuild/reportGroup:ReportGroup reports", {
    "exportConfig.s3Destination.encryptionDisabled": true,
  }),
  "codebuild-resource-policy-not-public": on("codebuild/resourcePolicy:ResourcePolicy image", {
    policy: documentOf({ Effect: "Allow", Principal: "*", Action: "codebuild:BatchGetProjects", Resource: "*" }),
  }),
  "codebuild-s3-logs-encrypted": on(image, { "logsConfig.s3Logs.encryptionDisabled": true }),
  "codebuild-source-auth-connection": on(proposal, { "source.auth": undefined }),
  "codebuild-source-url-no-credentials": on(proposal, { "source.location": "https://me:it@github.com/acme/shop.git" }),
  "codebuild-timeout-bounded": on(image, { buildTimeout: 480 }),
  "codebuild-trusted-image": on(image, { "environment.image": "docker.io/somebody/build:1.4.2" }),
  "codebuild-webhook-anchored-patterns": on(webhook, { [`${filters}[1].pattern`]: "refs/heads/main" }),
  "codebuild-webhook-filtered": on(webhook, { [filters]: [{ type: "EVENT", pattern: "PUSH" }] }),
  "codebuild-webhook-pr-guarded": on(webhook, { "pullRequestBuildPolicy.requiresCommentApproval": "DISABLED" }),
};
