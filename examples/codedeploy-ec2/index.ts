import {
  ArtifactBucket,
  BuildProject,
  codeBuildAction,
  codeDeployAction,
  codeStarSourceConnectionAction,
  DeploymentGroup,
  Pipeline,
} from "@platform/aws-pipelines";
import { Provider } from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";
import { type Network, webServers } from "./servers";

const config = new pulumi.Config();
const scope = { account: config.require("account"), region: config.require("region"), partition: "aws" };
const aws = new Provider("aws", { region: scope.region, allowedAccountIds: [scope.account] });
const opts = { providers: { aws } };

// The key policy delegates to IAM and allows CloudWatch Logs and Auto Scaling.
const encryptionKeyArn = config.require("encryptionKeyArn");
const artifactBucketName = `shop-artifacts-${scope.account}-${scope.region}`;
const store = new ArtifactBucket(
  "shop-artifacts",
  { ...scope, bucketName: artifactBucketName, existingKeyArn: encryptionKeyArn },
  opts,
);
const build = new BuildProject(
  "shop-build",
  {
    ...scope,
    // The artifact holds appspec.yml, its scripts and the built application.
    buildspec: {
      phases: { build: { commands: ["npm ci", "npm test", "npm run build"] } },
      artifacts: { files: ["appspec.yml", "scripts/**/*", "dist/**/*"] },
    },
    encryptionKeyArn,
  },
  opts,
);

const servers = webServers(
  "shop",
  {
    ...scope,
    network: config.requireObject<Network>("network"),
    imageId: config.require("imageId"),
    encryptionKeyArn,
    hasFirstGroup: config.getBoolean("firstGroup") ?? false,
  },
  { provider: aws },
);
// New servers take the place of the old ones. They stay for an hour, in which a rollback needs no new server.
const group = new DeploymentGroup(
  "shop-deployments",
  {
    ...scope,
    applicationName: "shop",
    groupName: "shop",
    target: {
      platform: "Server",
      autoScalingGroupNames: [servers.groupName],
      targetGroupNames: [servers.targetGroupName],
      blueGreen: {
        greenFleet: "COPY_AUTO_SCALING_GROUP",
        launchTemplate: { tag: servers.launchTemplateTag, instanceRoleArns: [servers.instanceRoleArn] },
        terminateAfterMinutes: 60,
      },
    },
    startAfter: servers.ready,
  },
  opts,
);

const pipeline = new Pipeline(
  "shop",
  {
    ...scope,
    artifactBucketName,
    encryptionKeyArn,
    builds: [build],
    // The agent of CodeDeploy reads the artifact with the role of the instance.
    roles: { [servers.instanceRoleArn]: servers.instanceRole },
    startAfter: [store],
    stages: [
      {
        name: "Source",
        actions: [
          codeStarSourceConnectionAction({
            name: "Repository",
            outputArtifacts: ["source"],
            configuration: {
              ConnectionArn: config.require("connectionArn"),
              FullRepositoryId: config.require("repository"),
              BranchName: "main",
            },
          }),
        ],
      },
      {
        name: "Build",
        actions: [
          codeBuildAction({
            name: "Application",
            inputArtifacts: ["source"],
            outputArtifacts: ["application"],
            configuration: { ProjectName: "shop-build" },
          }),
        ],
      },
      {
        name: "Deploy",
        actions: [
          codeDeployAction({
            name: "Servers",
            inputArtifacts: ["application"],
            artifactReaderArns: [servers.instanceRoleArn],
            group,
          }),
        ],
      },
    ],
  },
  opts,
);

export const { pipelineName, pipelineArn } = pipeline;
