import {
  buildAction,
  DeliveryPipeline,
  ecrBuildAndPublishAction,
  ecsAction,
  executionId,
  gitSource,
  outputVariable,
} from "@platform/aws-pipelines";

const account = "111122223333";
const connectionArn = `arn:aws:codeconnections:eu-central-1:${account}:connection/0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f`;
const vpc = { vpcId: "vpc-0a1b2c3d", subnetIds: ["subnet-0a1b2c3d"], securityGroupIds: ["sg-0a1b2c3d"] };

const source = gitSource({ connectionArn, repository: "acme/web" });
const image = ecrBuildAndPublishAction({
  name: "Image",
  inputArtifacts: [source.name],
  configuration: { ECRRepositoryName: "web", ImageTags: [executionId] },
});
const digest = outputVariable(image, "ECRImageDigestId");
const definitions = buildAction({
  name: "Definitions",
  input: source,
  commands: [`printf '[{"name":"web","imageUri":"%s@%s"}]' "$REPOSITORY" "$DIGEST" > imagedefinitions.json`],
  environmentVariables: {
    REPOSITORY: { value: `${account}.dkr.ecr.eu-central-1.amazonaws.com/web` },
    DIGEST: { value: digest },
  },
  files: ["imagedefinitions.json"],
  runOrder: 2,
});
const migrate = buildAction({
  name: "Migrate",
  input: source,
  commands: ["npm ci --ignore-scripts", "npx db-migrate up"],
  environmentVariables: { DB_PASSWORD: { secret: "rds/web:password" } },
  vpc,
});
const service = ecsAction({
  name: "Service",
  inputArtifacts: [definitions.name],
  configuration: { ClusterName: "web", ServiceName: "web" },
  taskDefinitionFamily: "web",
  passRoleArns: [`arn:aws:iam::${account}:role/web-execution`],
  runOrder: 2,
});

export const { pipelineName } = new DeliveryPipeline("web", {
  imageRepository: {},
  notify: { events: ["run-failed"], slack: [{ workspaceId: "T0123456789", channelId: "C0123456789" }], alarms: {} },
  schedules: [{ name: "weekly", expression: "cron(0 3 ? * SUN *)" }],
  pullRequestChecks: {
    source: { type: "GITHUB", location: "https://github.com/acme/web.git", connectionArn },
    baseBranches: ["main"],
    buildspec: { phases: { build: { commands: ["npm ci", "npm test"] } } },
  },
  stages: [
    { name: "Source", actions: [source] },
    { name: "Build", actions: [image, definitions] },
    { name: "Deploy", actions: [migrate, service] },
  ],
});
