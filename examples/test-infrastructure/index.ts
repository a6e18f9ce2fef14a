import { ArtifactBucket, allowStatement, BuildProject, integrationTests, Pipeline } from "@platform/aws-pipelines";
import { Provider } from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";
import { stackRole } from "./stack-role";
import { stages } from "./stages";

// The repository holds the tests and template.yml, which creates the queue orders-<Environment> and outputs QueueUrl.
const config = new pulumi.Config();
const scope = { account: config.require("account"), region: config.require("region"), partition: "aws" };
const aws = new Provider("aws", { region: scope.region, allowedAccountIds: [scope.account] });
const opts = { providers: { aws } };

// The key encrypts artifacts, logs and the approval topic. Its policy delegates to IAM.
const encryptionKeyArn = config.require("encryptionKeyArn");
const artifactBucketName = `orders-artifacts-${scope.account}-${scope.region}`;
const store = new ArtifactBucket(
  "orders-artifacts",
  { ...scope, bucketName: artifactBucketName, existingKeyArn: encryptionKeyArn, retainOnDelete: true },
  { ...opts, protect: true },
);

// One role for each stack: the test stack cannot reach production.
const test = stackRole(scope, "test", { provider: aws });
const production = stackRole(scope, "prod", { provider: aws });

const build = new BuildProject(
  "orders-build",
  {
    ...scope,
    buildspec: {
      phases: { build: { commands: ["npm ci", "npm test"] } },
      artifacts: { files: ["template.yml", "package*.json", "test/**/*"] },
    },
    encryptionKeyArn,
  },
  opts,
);
const tests = new BuildProject(
  "orders-tests",
  {
    ...scope,
    buildspec: integrationTests({ commands: ["npm ci", "npm run test:integration"] }),
    permissions: [
      allowStatement({
        sid: "Queue",
        actions: ["sqs:DeleteMessage", "sqs:ReceiveMessage", "sqs:SendMessage"],
        resources: [test.queueArn],
      }),
    ],
    keyUse: "decrypt",
    encryptionKeyArn,
  },
  opts,
);

const pipeline = new Pipeline(
  "orders",
  {
    ...scope,
    artifactBucketName,
    encryptionKeyArn,
    existingTopicKeyArn: encryptionKeyArn,
    builds: [build, tests],
    roles: { [test.arn]: test.role, [production.arn]: production.role },
    startAfter: [store, ...test.ready, ...production.ready],
    stages: stages({
      connectionArn: config.require("connectionArn"),
      repository: config.require("repository"),
      buildProject: "orders-build",
      testProject: "orders-tests",
      testRoleArn: test.arn,
      productionRoleArn: production.arn,
      approvalTopicArn: config.require("approvalTopicArn"),
    }),
  },
  opts,
);

export const { pipelineName, pipelineArn } = pipeline;
