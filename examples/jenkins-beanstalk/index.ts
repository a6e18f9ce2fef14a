import {
  ArtifactBucket,
  artifactAccess,
  BuildProject,
  codeBuildAction,
  codeStarSourceConnectionAction,
  customAction,
  elasticBeanstalkAction,
  lambdaInvokeAction,
  outputVariable,
  Pipeline,
} from "@platform/aws-pipelines";
import { Provider } from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";
import { registerJenkins } from "./jenkins";
import { createNotifyFunction } from "./notify-function";

// The Jenkins server of the company builds while a function tells a topic about it; then CodeBuild tests what Jenkins
// made, and Elastic Beanstalk runs it. The environment, the topic and the key exist; the key's policy lets IAM decide.
const config = new pulumi.Config();
const where = { account: config.require("account"), region: config.require("region") };
const scope = { ...where, partition: "aws" };
const keyArn = config.require("keyArn");
const topicArn = config.require("topicArn");
const artifactBucketName = "acme-orders-artifacts";
const provider = new Provider("aws", { region: where.region, allowedAccountIds: [where.account] });
const opts = { providers: { aws: provider } };

const store = new ArtifactBucket(
  "orders-artifacts",
  { ...where, bucketName: artifactBucketName, existingKeyArn: keyArn },
  opts,
);

const jenkins = registerJenkins(
  { scope, url: config.require("jenkinsUrl"), roleName: config.require("jenkinsRoleName") },
  provider,
);
const notify = createNotifyFunction("orders-notify", { ...where, keyArn, topicArn }, { provider });
const tests = new BuildProject(
  "orders-tests",
  {
    ...where,
    encryptionKeyArn: keyArn,
    buildspec: { phases: { build: { commands: ["java -jar tests.jar"] } } },
    permissions: artifactAccess(scope, artifactBucketName, { read: true, write: false }),
    keyUse: "decrypt",
  },
  opts,
);

const source = codeStarSourceConnectionAction({
  name: "Repository",
  outputArtifacts: ["source"],
  configuration: {
    ConnectionArn: config.require("connectionArn"),
    FullRepositoryId: config.require("repository"),
    BranchName: "main",
  },
});
// A custom action has no role: the server acts with its own.
const build = customAction({
  name: "Application",
  provider: "Jenkins",
  category: "Build",
  inputArtifacts: ["source"],
  outputArtifacts: ["application"],
  configuration: { ProjectName: "orders" },
});
const message = { topicArn, subject: "orders is being built", commit: outputVariable(source, "CommitId") };
const tell = lambdaInvokeAction({
  name: "Notification",
  configuration: { FunctionName: "orders-notify", UserParameters: JSON.stringify(message) },
});
const test = codeBuildAction({
  name: "Application",
  category: "Test",
  inputArtifacts: ["application"],
  configuration: { ProjectName: "orders-tests" },
});
// The id of the environment limits the role to what belongs to it (docs/permissions.md).
const deploy = elasticBeanstalkAction({
  name: "Application",
  inputArtifacts: ["application"],
  environmentId: config.require("environmentId"),
  configuration: { ApplicationName: "orders", EnvironmentName: "orders-dev" },
});

const pipeline = new Pipeline(
  "orders",
  {
    ...where,
    artifactBucketName,
    encryptionKeyArn: keyArn,
    startAfter: [store, jenkins, notify, tests],
    stages: [
      { name: "Source", actions: [source] },
      // Neither says a runOrder, so both start at once.
      { name: "Build", actions: [build, tell] },
      { name: "Test", actions: [test] },
      { name: "Deploy", actions: [deploy] },
    ],
  },
  opts,
);

export const { pipelineArn } = pipeline;
