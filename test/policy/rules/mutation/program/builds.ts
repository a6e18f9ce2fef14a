import { account, arn, documentOf, keyArn, resource, roleArn } from "./resource";

const connection = arn("codeconnections", "connection/11111111-2222-3333-4444-555555555555");

/** Builds, of which one tests what is proposed and one makes what is deployed. */
export const builds = [
  resource("image", "codebuild/project:Project", {
    name: "shop-image",
    serviceRole: roleArn("shop-image"),
    encryptionKey: keyArn,
    artifacts: { type: "CODEPIPELINE", encryptionDisabled: false },
    secondaryArtifacts: [{ type: "S3", artifactIdentifier: "report", location: "shop-artifacts" }],
    buildTimeout: 60,
    projectVisibility: "PRIVATE",
    badgeEnabled: false,
    cache: { type: "NO_CACHE" },
    logsConfig: {
      cloudwatchLogs: { status: "ENABLED", groupName: "/aws/codebuild/shop-image" },
      s3Logs: { status: "ENABLED", location: "shop-logs/builds", encryptionDisabled: false },
    },
    source: { type: "CODEPIPELINE", buildspec: "version: 0.2\nphases: {}\n", insecureSsl: false },
    vpcConfig: { vpcId: "vpc-1", subnets: ["subnet-1"], securityGroupIds: ["sg-1"] },
    environment: {
      image: `${account}.dkr.ecr.eu-west-1.amazonaws.com/build:1.4.2`,
      privilegedMode: false,
      environmentVariables: [
        { name: "STAGE", value: "prod", type: "PLAINTEXT" },
        { name: "DOCKER_PASSWORD", value: "/shop/docker/password", type: "PARAMETER_STORE" },
      ],
    },
  }),
  resource("proposal", "codebuild/project:Project", {
    name: "shop-proposal",
    serviceRole: roleArn("shop-proposal"),
    encryptionKey: keyArn,
    artifacts: { type: "NO_ARTIFACTS" },
    cache: { type: "NO_CACHE" },
    logsConfig: { cloudwatchLogs: { status: "ENABLED", groupName: "/aws/codebuild/shop-proposal" } },
    source: {
      type: "GITHUB",
      location: "https://github.com/acme/shop.git",
      buildspec: "version: 0.2\nphases: {}\n",
      auth: { type: "CODECONNECTIONS", resource: connection },
    },
    vpcConfig: { vpcId: "vpc-1", subnets: ["subnet-1"], securityGroupIds: ["sg-1"] },
    environment: { image: "aws/codebuild/standard:7.0" },
  }),
  resource("proposal", "codebuild/webhook:Webhook", {
    projectName: "shop-proposal",
    pullRequestBuildPolicy: { requiresCommentApproval: "ALL_PULL_REQUESTS" },
    filterGroups: [
      {
        filters: [
          { type: "EVENT", pattern: "PULL_REQUEST_CREATED" },
          { type: "BASE_REF", pattern: "^refs/heads/main$" },
        ],
      },
    ],
  }),
  resource("host", "codebuild/sourceCredential:SourceCredential", {
    authType: "CODECONNECTIONS",
    serverType: "GITHUB",
    token: connection,
  }),
  resource("reports", "codebuild/reportGroup:ReportGroup", {
    name: "shop-reports",
    exportConfig: {
      type: "S3",
      s3Destination: { bucket: "shop-artifacts", encryptionDisabled: false, encryptionKey: keyArn },
    },
  }),
  resource("image", "codebuild/resourcePolicy:ResourcePolicy", {
    resourceArn: arn("codebuild", "project/shop-image"),
    policy: documentOf({
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::210987654321:role/watcher" },
      Action: "codebuild:BatchGetProjects",
      Resource: arn("codebuild", "project/shop-image"),
    }),
  }),
];
