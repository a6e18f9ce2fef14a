import {
  ArtifactBucket,
  artifactAccess,
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

// A push to GitHub, and every night, builds a site and puts it into a private bucket that one distribution of CloudFront
// reads. The distribution and the key belong to the platform team; the key's policy lets IAM decide, CloudWatch Logs
// encrypt, and the distribution decrypt.
const config = new pulumi.Config();
const where = { account: config.require("account"), region: config.require("region") };
const encryptionKeyArn = config.require("keyArn");
const siteSettings = config.requireObject<SiteBucketSettings>("bucket");
const artifactBucketName = `${siteSettings.bucketName}-artifacts`;
const provider = new Provider("aws", { region: where.region, allowedAccountIds: [where.account] });
const opts = { providers: { aws: provider } };

const site = createSiteBucket("site", { ...siteSettings, keyArn: encryptionKeyArn }, { provider, protect: true });
const store = new ArtifactBucket(
  "site-artifacts",
  { ...where, bucketName: artifactBucketName, existingKeyArn: encryptionKeyArn, retainOnDelete: true },
  { ...opts, protect: true },
);

// A build runs whatever its packages bring along, so it reaches the artifacts and nothing else: not even the site.
const build = new BuildProject(
  "site-build",
  {
    ...where,
    encryptionKeyArn,
    buildspec: {
      phases: { install: { "runtime-versions": { nodejs: 22 } }, build: { commands: ["npm ci", "npm run build"] } },
      artifacts: { "base-directory": "dist", files: ["**/*"] },
    },
    permissions: artifactAccess({ ...where, partition: "aws" }, artifactBucketName, { read: true, write: true }),
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
// The action overwrites and never deletes, so its role may not either: what is gone from the source stays in the bucket.
const deploy = s3DeployAction({
  name: "Site",
  inputArtifacts: ["pages"],
  configuration: { BucketName: siteSettings.bucketName, Extract: true, KMSEncryptionKeyARN: encryptionKeyArn },
});

const pipeline = new Pipeline(
  "site",
  {
    ...where,
    artifactBucketName,
    encryptionKeyArn,
    startAfter: [store, build, site],
    // In UTC: what the pages show of other systems is at most a day old, with or without a push.
    schedules: [{ name: "nightly", expression: "cron(30 3 * * ? *)" }],
    stages: [
      { name: "Source", actions: [source] },
      { name: "Build", actions: [pages] },
      { name: "Deploy", actions: [deploy] },
    ],
  },
  opts,
);

// Nobody watches a run at night. The policy of the topic lets codestar-notifications.amazonaws.com publish.
const failed = ["codepipeline-pipeline-pipeline-execution-failed"];
const targets = [{ address: config.require("alarmTopicArn") }];
const resource = pipeline.pipelineArn;
const notice = { name: "site-failed", resource, detailType: "BASIC", eventTypeIds: failed, targets };
new NotificationRule("site-failed", notice, { provider });

export const { pipelineArn } = pipeline;
