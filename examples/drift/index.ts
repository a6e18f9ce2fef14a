import {
  allowStatement,
  BuildProject,
  findDeployments,
  grantStateAccess,
  PipelineNotifications,
  pulumiDrift,
} from "@platform/aws-pipelines";

const scope = { account: "111122223333", region: "eu-central-1", partition: "aws" };
const { account, region } = scope;
const pipelineName = "shop-prod-pipeline";
const state = { bucketName: `acme-state-${account}-${region}`, keyAlias: "acme-state" };

// Every night: what differs from the commit that the pipeline deployed last. The role reads, and changes nothing.
const drift = new BuildProject("shop-prod-drift", {
  account,
  region,
  encryptionKeyArn: `arn:aws:kms:${region}:${account}:key/1a2b3c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d`,
  source: {
    type: "GITHUB",
    location: "https://github.com/acme/shop.git",
    connectionArn: `arn:aws:codeconnections:${region}:${account}:connection/0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f`,
    cloneDepth: 0,
  },
  schedules: [{ name: "nightly", expression: "cron(0 3 * * ? *)" }],
  buildspec: pulumiDrift({
    version: "3.248.0",
    sha256: "0000000000000000000000000000000000000000000000000000000000000000",
    directory: "infra",
    stack: "organization/shop/prod",
    state: { bucketName: state.bucketName, region },
    image: false,
    pipelineName,
  }),
  permissions: [
    findDeployments(scope, pipelineName),
    ...grantStateAccess(scope, { ...state, of: { project: "shop", stack: "prod" } }, "plan"),
    allowStatement({
      sid: "ReadResources",
      actions: ["ecs:DescribeServices"],
      resources: [`arn:aws:ecs:${region}:${account}:service/shop-prod/web`],
    }),
  ],
});

// The message of a failed build ends with the resources that drifted.
new PipelineNotifications("shop-prod-watch", {
  account,
  region,
  pipelineNames: [pipelineName],
  projectNames: [drift.name],
  emails: ["on-call@acme.example"],
  logTail: 30,
});
