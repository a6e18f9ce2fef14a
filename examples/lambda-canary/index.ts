import {
  ArtifactBucket,
  BuildProject,
  cloudWatchAlarmRule,
  codeBuildAction,
  codeCommitAction,
  DeploymentGroup,
  deployFunction,
  functionDeployment,
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
      phases: {
        build: { commands: ["npm ci", "npm test", "npm run build", "(cd dist && zip -qr ../function.zip .)"] },
      },
      artifacts: { files: ["function.zip"] },
    },
    encryptionKeyArn,
  },
  opts,
);

// 10 % of the calls for ten minutes, then all. An alarm in this time moves the alias back.
const group = new DeploymentGroup(
  "prices-deployments",
  {
    ...scope,
    applicationName: "prices",
    groupName: "prices",
    target: { platform: "Lambda", functionNames: [prices.functionName] },
    newConfiguration: { type: "canary", percentage: 10, minutes: 10 },
    alarmNames: [prices.alarmName],
    startAfter: prices.ready,
  },
  opts,
);
// This build runs no file of the artifact: only CodeDeploy and its own commands decide what the function runs.
const deploy = new BuildProject(
  "prices-deploy",
  {
    ...scope,
    buildspec: functionDeployment({
      group,
      functionName: prices.functionName,
      aliasName: prices.aliasName,
    }),
    permissions: deployFunction(scope, group, prices.functionName),
    keyUse: "decrypt",
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
const canary = codeBuildAction({
  name: "Canary",
  inputArtifacts: ["function"],
  configuration: { ProjectName: "prices-deploy" },
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
    builds: [build, deploy],
    startAfter: [store, group],
    stages: [
      { name: "Source", actions: [source] },
      { name: "Build", actions: [compile] },
      { name: "Deploy", actions: [canary], onSuccess: { result: "ROLLBACK", rules: [quiet] } },
    ],
  },
  opts,
);

export const { pipelineName, pipelineArn } = pipeline;
