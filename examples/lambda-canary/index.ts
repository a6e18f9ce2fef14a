import {
  ArtifactBucket,
  artifactAccess,
  BuildProject,
  cloudWatchAlarmRule,
  codeBuildAction,
  codeCommitAction,
  lambdaDeployAction,
  Pipeline,
} from "@platform/aws-pipelines";
import { Provider } from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";
import { releasedFunction } from "./function";

const config = new pulumi.Config();
const scope = { account: config.require("account"), region: config.require("region"), partition: "aws" };
const aws = new Provider("aws", { region: scope.region, allowedAccountIds: [scope.account] });
const opts = { providers: { aws } };

// The key policy delegates to IAM and allows CloudWatch Logs.
const encryptionKeyArn = config.require("encryptionKeyArn");
const artifactBucketName = `prices-artifacts-${scope.account}-${scope.region}`;
const store = new ArtifactBucket(
  "prices-artifacts",
  { ...scope, bucketName: artifactBucketName, existingKeyArn: encryptionKeyArn },
  opts,
);

const prices = releasedFunction("prices", { ...scope, encryptionKeyArn }, { provider: aws });

const build = new BuildProject(
  "prices-build",
  {
    ...scope,
    // The artifact is the code of the function.
    buildspec: {
      phases: { build: { commands: ["npm ci", "npm test", "npm run build"] } },
      artifacts: { files: ["**/*"], "base-directory": "dist" },
    },
    permissions: artifactAccess(scope, artifactBucketName, { read: true, write: true }),
    encryptionKeyArn,
  },
  opts,
);

const source = codeCommitAction({
  name: "Repository",
  outputArtifacts: ["source"],
  configuration: { RepositoryName: config.require("repository"), BranchName: "main" },
});
const compile = codeBuildAction({
  name: "Function",
  inputArtifacts: ["source"],
  outputArtifacts: ["function"],
  configuration: { ProjectName: "prices-build" },
});
const canary = lambdaDeployAction({
  name: "Canary",
  inputArtifacts: ["function"],
  configuration: {
    FunctionName: prices.functionName,
    FunctionAlias: prices.aliasName,
    // 10 % of the calls for ten minutes, then all. An alarm fails the action, and the alias keeps its version.
    DeployStrategy: "Canary10Percent10Minutes",
    Alarms: [prices.alarmName],
  },
});
// Some errors only show under full load: an alarm in the next 15 minutes rolls the stage back.
const quiet = cloudWatchAlarmRule({
  name: "NoErrors",
  configuration: { AlarmName: prices.alarmName, WaitTime: 15 },
});

const pipeline = new Pipeline(
  "prices",
  {
    ...scope,
    artifactBucketName,
    encryptionKeyArn,
    startAfter: [store, build, ...prices.ready],
    stages: [
      { name: "Source", actions: [source] },
      { name: "Build", actions: [compile] },
      { name: "Deploy", actions: [canary], onSuccess: { result: "ROLLBACK", rules: [quiet] } },
    ],
  },
  opts,
);

export const { pipelineName, pipelineArn } = pipeline;
