import {
  ArtifactBucket,
  BuildProject,
  dockerImage,
  findImages,
  ImageRepository,
  imageDefinitions,
  Pipeline,
  pushImages,
} from "@platform/aws-pipelines";
import { Provider } from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";
import { deploymentGroup } from "./code-deploy";
import { blueGreenService, type Network } from "./service";
import { stages } from "./stages";

// The repository holds this program, a Dockerfile and taskdef.json.
const config = new pulumi.Config();
const scope = { account: config.require("account"), region: config.require("region"), partition: "aws" };
const aws = new Provider("aws", { region: scope.region, allowedAccountIds: [scope.account] });
const opts = { providers: { aws } };

// The key policy delegates to IAM and allows CloudWatch Logs.
const encryptionKeyArn = config.require("encryptionKeyArn");
const artifactBucketName = `shop-web-artifacts-${scope.account}-${scope.region}`;
const store = new ArtifactBucket(
  "shop-web-artifacts",
  { ...scope, bucketName: artifactBucketName, existingKeyArn: encryptionKeyArn },
  opts,
);

const imageRepositoryName = "shop-web";
const images = new ImageRepository(
  "shop-web-images",
  { repositoryName: imageRepositoryName, encryptionKeyArn, mutableTags: ["latest"] },
  opts,
);
const image = {
  repositoryUri: `${scope.account}.dkr.ecr.${scope.region}.amazonaws.com/${imageRepositoryName}`,
  region: scope.region,
};
// Docker builds need privileged mode. The policy configuration names such projects.
const build = new BuildProject(
  "shop-web-image",
  {
    ...scope,
    privileged: true,
    cacheDockerLayers: true,
    buildspec: dockerImage(image),
    // The build runs a Dockerfile: it must not write to the store of the source that is deployed.
    permissions: pushImages(scope, imageRepositoryName),
    keyUse: "decrypt",
    encryptionKeyArn,
  },
  opts,
);
const definitions = new BuildProject(
  "shop-web-definitions",
  {
    ...scope,
    buildspec: imageDefinitions(image),
    permissions: [findImages(scope, imageRepositoryName)],
    encryptionKeyArn,
  },
  opts,
);

const network = config.requireObject<Network>("network");
const service = blueGreenService(
  "shop-web",
  { ...scope, network, imageRepositoryName, encryptionKeyArn },
  { provider: aws },
);
const deployments = deploymentGroup("shop-web", { ...scope, ...network }, service, aws);

const pipeline = new Pipeline(
  "shop-web",
  {
    ...scope,
    artifactBucketName,
    encryptionKeyArn,
    builds: [build, definitions],
    startAfter: [store, images],
    stages: stages({
      connectionArn: config.require("connectionArn"),
      repository: config.require("repository"),
      imageProject: "shop-web-image",
      definitionsProject: "shop-web-definitions",
      service,
      deployments,
    }),
  },
  opts,
);

export const { pipelineName, pipelineArn } = pipeline;
