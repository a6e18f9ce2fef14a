import { BuildProject } from "@platform/aws-pipelines";
import { BuildNetwork } from "@platform/aws-pipelines/network";

const place = {
  account: "111122223333",
  region: "eu-central-1",
  encryptionKeyArn: "arn:aws:kms:eu-central-1:111122223333:key/1a2b3c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d",
};

// No way to the internet: builds reach AWS by endpoints, and packages by CodeArtifact.
const network = new BuildNetwork("acme-builds", {
  ...place,
  endpoints: ["codeartifact.api", "codeartifact.repositories", "codebuild", "ecr.api", "ecr.dkr", "logs", "sts"],
});

new BuildProject("shop-test", {
  ...place,
  vpc: network,
  source: { type: "CODECOMMIT", repository: "shop" },
  schedules: [{ name: "nightly", expression: "cron(0 2 * * ? *)" }],
  buildspec: {
    phases: {
      install: { commands: ["aws codeartifact login --tool npm --domain acme --repository npm", "npm ci"] },
      build: { commands: ["npm test"] },
    },
  },
});

// The VPC of somebody else, whose subnets have a NAT gateway.
const shared = new BuildNetwork("acme-shared", {
  ...place,
  endpoints: ["logs"],
  existingVpc: {
    vpcId: "vpc-0a1b2c3d",
    subnetIds: ["subnet-0a1b2c3d", "subnet-1a1b2c3d"],
    routeTableIds: ["rtb-0a1b2c3d"],
    hasInternet: true,
  },
});

new BuildProject("desktop-test", {
  ...place,
  vpc: shared,
  source: { type: "CODECOMMIT", repository: "desktop" },
  buildspec: { phases: { build: { commands: ["npm ci", "npm test"] } } },
});

export const { vpcId } = network;
