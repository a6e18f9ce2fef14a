import { accounts, destroyKeyId, keyId, releaseKeyId, type StackName, signingKeyId } from "./environment";

/** ARNs of an environment's own resources, written out so that they share no mistake with the components. */
export function resourcesOf(stack: StackName) {
  const account = accounts[stack];
  const regional = (service: string, resource: string) => `arn:aws:${service}:us-east-1:${account}:${resource}`;
  const bucket = `arn:aws:s3:::shop-${stack}-artifacts-${account}-us-east-1`;
  return {
    account,
    bucket,
    object: `${bucket}/shop/source/AbCdEfG`,
    plan: `${bucket}/plans/execution-1.json`,
    key: regional("kms", `key/${keyId}`),
    releaseStore: `arn:aws:s3:::shop-${stack}-release-artifacts-${account}-us-east-1`,
    releaseKey: regional("kms", `key/${releaseKeyId}`),
    signingKey: regional("kms", `key/${signingKeyId}`),
    pipeline: regional("codepipeline", `shop-${stack}-pipeline`),
    topic: regional("sns", `shop-${stack}-approvals`),
    repository: regional("ecr", `repository/shop-${stack}`),
    connection: regional("codeconnections", `connection/${connections[stack]}`),
    project: (name: string) => regional("codebuild", `project/shop-${stack}-${name}`),
    reports: regional("codebuild", `report-group/shop-${stack}-test-integration`),
    logStream: (name: string) => regional("logs", `log-group:/aws/codebuild/shop-${stack}-${name}:log-stream:a1b2`),
    parameter: (name: string) => regional("ssm", `parameter/shop/dockerhub/${name}`),
    secret: (name: string) => regional("secretsmanager", `secret:shop/${stack}/${name}-AbCdEf`),
    service: regional("ecs", `service/shop-${stack}/web`),
    taskDefinition: regional("ecs", `task-definition/shop-${stack}-web:7`),
    role: (name: string) => `arn:aws:iam::${account}:role/shop-${stack}-${name}`,
  };
}

/** Name of a role, which ends with the region. Plus signs join the parts of an action role. */
export function inRegion(name: string): string {
  return `${name}${name.includes("pipeline") ? "+" : "-"}us-east-1`;
}

export type Resources = ReturnType<typeof resourcesOf>;

/** ARNs of the destroy pipeline, which has its own store. */
export function gateOf(stack: StackName, group: "first" | "second" = "first"): Resources {
  const own = resourcesOf(stack);
  const regional = (service: string, resource: string) => `arn:aws:${service}:us-east-1:${own.account}:${resource}`;
  const bucket = `arn:aws:s3:::shop-${stack}-destroy-artifacts-${own.account}-us-east-1`;
  return {
    ...own,
    bucket,
    object: `${bucket}/shop/source/AbCdEfG`,
    key: regional("kms", `key/${destroyKeyId}`),
    pipeline: regional("codepipeline", `shop-${stack}-destroy-pipeline`),
    topic: regional("sns", `shop-${stack}-destroy-${group}-approvers`),
  };
}

/** Resources of others in the same account. A grant on a prefix of our names would reach them. */
export function siblingsOf(stack: StackName) {
  const account = accounts[stack];
  const regional = (service: string, resource: string) => `arn:aws:${service}:us-east-1:${account}:${resource}`;
  const bucket = `arn:aws:s3:::shop-${stack}-artifacts-${account}-us-east-1-copy`;
  return {
    bucket,
    object: `${bucket}/shop/source/AbCdEfG`,
    key: regional("kms", "key/99999999-2222-4333-8444-555555555555"),
    pipeline: regional("codepipeline", `shop-${stack}-pipeline-2`),
    topic: regional("sns", `shop-${stack}-approvals-2`),
    repository: regional("ecr", `repository/shop-${stack}/base`),
    connection: regional("codeconnections", "connection/00000000-3c4d-5e6f-8a7b-9c0d1e2f3a4b"),
    project: regional("codebuild", `project/shop-${stack}-image-2`),
    reports: regional("codebuild", `report-group/shop-${stack}-test-integration-2`),
    logStream: regional("logs", `log-group:/aws/codebuild/shop-${stack}-image-2:log-stream:a1b2`),
    parameter: regional("ssm", "parameter/shop/dockerhub/token/previous"),
    secret: regional("secretsmanager", `secret:shop/${stack}/pulumi-access-token-2-AbCdEf`),
    service: regional("ecs", `service/shop-${stack}/web-2`),
    taskDefinition: regional("ecs", `task-definition/shop-${stack}-web-2:7`),
    role: `arn:aws:iam::${account}:role/shop-${stack}-web-task-2`,
  };
}

const connections: Readonly<Record<StackName, string>> = {
  dev: "0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f",
  staging: "1a2b3c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d",
  prod: "9f8e7d6c-5b4a-4938-8271-605f4e3d2c1b",
};
