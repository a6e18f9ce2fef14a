import {
  ArtifactBucket,
  BuildProject,
  codeBuildAction,
  codeStarSourceConnectionAction,
  Pipeline,
  s3DeployAction,
} from "@platform/aws-pipelines";
import { NotificationRule } from "@pulumi/aws/codestarnotifications";
import { Provider } from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";
import { createSiteBucket, type SiteBucketSettings } from "./site-bucket";

// Builds a static site on every push and every night, and deploys it to a private bucket behind CloudFront. The platform
// team owns the distribution and the key. The key policy delegates to IAM and allows CloudWatch Logs and the distribution.
const config = new pulumi.Config();
const scope = { account: config.require("account"), region: config.require("region"), partition: "aws" };
const encryptionKeyArn = config.require("encryptionKeyArn");
const siteSettings = config.requireObject<SiteBucketSettings>("bucket");
const artifactBucketName = `${siteSettings.bucketName}-artifacts`;
const provider = new Provider("aws", { region: scope.region, allowedAccountIds: [scope.account] });
const opts = { providers: { aws: provider } };

const site = createSiteBucket("site", { ...siteSettings, encryptionKeyArn }, { provider, protect: true });
const store = new ArtifactBucket(
  "site-artifacts",
  { ...scope, bucketName: artifactBucketName, existingKeyArn: encryptionKeyArn, retainOnDelete: true },
  { ...opts, protect: true },
);

// A build runs code of its npm packages, so its role reaches the artifacts only, not the site.
const build = new BuildProject(
  "site-build",
  {
    ...scope,
    encryptionKeyArn,
    buildspec: {
      phases: { install: { "runtime-versions": { nodejs: 22 } }, build: { commands: ["npm ci", "npm run build"] } },
      artifacts: { "base-directory": "dist", files: ["**/*"] },
    },
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
const pages = codeBuildAction({
  name: "Pages",
  inputArtifacts: ["source"],
  outputArtifacts: ["pages"],
  configuration: { ProjectName: "site-build" },
});
// The action overwrites objects and deletes none. Deleted pages stay in the bucket.
const deploy = s3DeployAction({
  name: "Site",
  inputArtifacts: ["pages"],
  configuration: { BucketName: siteSettings.bucketName, Extract: true, KMSEncryptionKeyARN: encryptionKeyArn },
});

const pipeline = new Pipeline(
  "site",
  {
    ...scope,
    artifactBucketName,
    encryptionKeyArn,
    builds: [build],
    startAfter: [store, site],
    // Cron expressions are in UTC.
    schedules: [{ name: "nightly", expression: "cron(30 3 * * ? *)" }],
    stages: [
      { name: "Source", actions: [source] },
      { name: "Build", actions: [pages] },
      { name: "Deploy", actions: [deploy] },
    ],
  },
  opts,
);

// Notifies a topic about failures at night. The topic policy allows codestar-notifications.amazonaws.com.
const failed = ["codepipeline-pipeline-pipeline-execution-failed"];
const targets = [{ address: config.require("alarmTopicArn") }];
const resource = pipeline.pipelineArn;
const notice = { name: "site-failed", resource, detailType: "BASIC", eventTypeIds: failed, targets };
new NotificationRule("site-failed", notice, { provider });

export const { pipelineArn } = pipeline;
