import {
  ArtifactBucket,
  BuildProject,
  codeBuildAction,
  codeStarSourceConnectionAction,
  npmPublish,
  PackageRegistry,
  Pipeline,
  publishNpmPackages,
} from "@platform/aws-pipelines";
import { Provider } from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";

// Publishes the packages of one repository to a private registry.
const config = new pulumi.Config();
const scope = { account: config.require("account"), region: config.require("region"), partition: "aws" };
const aws = new Provider("aws", { region: scope.region, allowedAccountIds: [scope.account] });
const opts = { providers: { aws } };
const lasting = { ...opts, protect: true };

const npmScope = "platform";
const registry = { ...scope, domainName: "platform", repositoryName: "npm" };
const packages = new PackageRegistry(
  "platform",
  { ...registry, npmScope, readers: config.requireObject<string[]>("readers"), retainOnDelete: true },
  lasting,
);

// The key policy delegates to IAM and allows CloudWatch Logs.
const encryptionKeyArn = config.require("encryptionKeyArn");
const bucketName = `platform-packages-${scope.account}-${scope.region}`;
const store = new ArtifactBucket(
  "platform-packages",
  { ...scope, bucketName, existingKeyArn: encryptionKeyArn, retainOnDelete: true },
  lasting,
);

const timeoutInMinutes = 30;
const project = new BuildProject(
  "platform-publish",
  {
    ...scope,
    buildspec: npmPublish({ registry, packages: [".", "policy"], timeoutInMinutes }),
    timeoutInMinutes,
    encryptionKeyArn,
    keyUse: "decrypt",
    permissions: publishNpmPackages(registry, npmScope, timeoutInMinutes),
  },
  opts,
);

const pipeline = new Pipeline(
  "platform-packages",
  {
    ...scope,
    artifactBucketName: bucketName,
    encryptionKeyArn,
    builds: [project],
    startAfter: [packages, store],
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
        name: "Publish",
        actions: [
          codeBuildAction({
            name: "Packages",
            inputArtifacts: ["source"],
            configuration: { ProjectName: "platform-publish" },
          }),
        ],
      },
    ],
  },
  opts,
);

export const { registryUrl } = packages;
export const { pipelineName } = pipeline;
