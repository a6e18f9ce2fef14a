import { ArtifactBucket, Pipeline, requiredGrants } from "@platform/aws-pipelines";
import { Provider } from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";
import { administrationRole } from "./administration-role";
import { stages } from "./stages";

const config = new pulumi.Config();
const scope = { account: config.require("account"), region: config.require("region"), partition: "aws" };
const aws = new Provider("aws", { region: scope.region, allowedAccountIds: [scope.account] });
const opts = { providers: { aws } };

// The key encrypts artifacts and the approval topic. Its policy delegates to IAM.
const encryptionKeyArn = config.require("encryptionKeyArn");
const artifactBucketName = `baseline-artifacts-${scope.account}-${scope.region}`;
const store = new ArtifactBucket(
  "baseline-artifacts",
  { ...scope, bucketName: artifactBucketName, existingKeyArn: encryptionKeyArn, retainOnDelete: true },
  { ...opts, protect: true },
);

const stackSetName = "baseline";
const pilotAccount = config.require("pilotAccount");
const accounts = config.requireObject<string[]>("accounts");
const executionRoleName = "baseline-stacks";
const administration = administrationRole(
  scope,
  { name: stackSetName, executionRoleName, accounts: [pilotAccount, ...accounts] },
  { provider: aws },
);

const definition = {
  stages: stages({
    connectionArn: config.require("connectionArn"),
    repository: config.require("repository"),
    stackSetName,
    administrationRoleArn: administration.arn,
    executionRoleName,
    pilotAccount,
    accounts,
    regions: config.requireObject<string[]>("regions"),
    approvalTopicArn: config.require("approvalTopicArn"),
  }),
};
const pipeline = new Pipeline(
  "baseline",
  {
    ...scope,
    ...definition,
    artifactBucketName,
    encryptionKeyArn,
    existingTopicKeyArn: encryptionKeyArn,
    roles: { [administration.arn]: administration.role },
    startAfter: [store, ...administration.ready],
  },
  opts,
);

export const { pipelineName, pipelineArn } = pipeline;
// Every target account needs this role before the first execution.
export const asked = requiredGrants(definition, { scope, pipelineName: "baseline" }, artifactBucketName);
