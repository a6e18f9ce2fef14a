import {
  ArtifactBucket,
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

// Jenkins builds while a function notifies a topic. CodeBuild tests the result, and Elastic Beanstalk runs it.
// The environment, the topic and the key exist. The key policy delegates to IAM.
const config = new pulumi.Config();
const scope = { account: config.require("account"), region: config.require("region"), partition: "aws" };
const encryptionKeyArn = config.require("encryptionKeyArn");
const topicArn = config.require("topicArn");
const artifactBucketName = "acme-orders-artifacts";
const provider = new Provider("aws", { region: scope.region, allowedAccountIds: [scope.account] });
const opts = { providers: { aws: provider } };

const store = new ArtifactBucket(
  "orders-artifacts",
  { ...scope, bucketName: artifactBucketName, existingKeyArn: encryptionKeyArn },
  opts,
);

const jenkins = registerJenkins(
  { scope, url: config.require("jenkinsUrl"), roleName: config.require("jenkinsRoleName") },
  provider,
);
const notify = createNotifyFunction("orders-notify", { ...scope, encryptionKeyArn, topicArn }, { provider });
const tests = new BuildProject(
  "orders-tests",
  {
    ...scope,
    encryptionKeyArn,
    buildspec: { phases: { build: { commands: ["java -jar tests.jar"] } } },
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
// A custom action has no role: the Jenkins server uses its own.
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
// The environment id limits the role to the resources of this environment (docs/permissions.md).
const deploy = elasticBeanstalkAction({
  name: "Application",
  inputArtifacts: ["application"],
  environmentId: config.require("environmentId"),
  configuration: { ApplicationName: "orders", EnvironmentName: "orders-dev" },
});

const pipeline = new Pipeline(
  "orders",
  {
    ...scope,
    artifactBucketName,
    encryptionKeyArn,
    builds: [tests],
    startAfter: [store, jenkins, notify],
    stages: [
      { name: "Source", actions: [source] },
      // Actions without a runOrder start at the same time.
      { name: "Build", actions: [build, tell] },
      { name: "Test", actions: [test] },
      { name: "Deploy", actions: [deploy] },
    ],
  },
  opts,
);

export const { pipelineArn } = pipeline;
