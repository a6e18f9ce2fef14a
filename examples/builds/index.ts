import { BuildProject, PullRequestChecks } from "@platform/aws-pipelines";

const place = {
  account: "111122223333",
  region: "eu-central-1",
  encryptionKeyArn: "arn:aws:kms:eu-central-1:111122223333:key/1a2b3c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d",
};
const connectionArn =
  "arn:aws:codeconnections:eu-central-1:111122223333:connection/0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f";
const bucket = "acme-builds";

// Every pull request to main: a build with a status, and a comment by a second project that holds the token.
new PullRequestChecks("shop-checks", {
  ...place,
  source: { type: "GITHUB", location: "https://github.com/acme/shop.git", connectionArn },
  baseBranches: ["main"],
  buildspec: {
    phases: { build: { commands: ["npm ci", "npm test"] } },
    reports: { unit: { files: ["reports/*.xml"] } },
  },
  comment: { secret: "shop/comment-token" },
});

// Every push to main that changes code.
new BuildProject("shop-main", {
  ...place,
  source: { type: "GITHUB", location: "https://github.com/acme/shop.git", connectionArn },
  webhook: { filterGroups: [{ events: ["PUSH"], branches: ["main"], paths: ["src/*", "package-lock.json"] }] },
  buildspec: {
    phases: { build: { commands: ["npm ci", "npm test"] } },
    reports: { unit: { files: ["reports/*.xml"] } },
  },
  reportGroups: { exportTo: { bucket, prefix: "reports" } },
});

// Every night, in an image of ECR, in a VPC, with a cache and artifacts in S3.
new BuildProject("shop-nightly", {
  ...place,
  source: { type: "CODECOMMIT", repository: "shop", version: "refs/heads/main", cloneDepth: 0 },
  secondarySources: { fixtures: { type: "S3", bucket: "acme-fixtures", key: "shop/fixtures.zip" } },
  schedules: [{ name: "nightly", expression: "cron(0 2 * * ? *)" }],
  image: "111122223333.dkr.ecr.eu-central-1.amazonaws.com/builds:2026.11",
  environmentType: "ARM_CONTAINER",
  vpc: { vpcId: "vpc-0a1b2c3d", subnetIds: ["subnet-0a1b2c3d"], securityGroupIds: ["sg-0a1b2c3d"] },
  cache: { type: "S3", bucket, prefix: "caches/shop" },
  s3Logs: { bucket, prefix: "logs" },
  artifacts: { bucket, prefix: "nightly" },
  autoRetryLimit: 2,
  buildspec: {
    phases: { build: { commands: ["make all"] } },
    artifacts: { files: ["dist/**/*"] },
    cache: { paths: [".cache/**/*"] },
  },
});

// Windows, in an image of another registry, which only the secret opens.
new BuildProject("desktop", {
  ...place,
  source: { type: "GITLAB", location: "https://gitlab.com/acme/desktop.git", connectionArn },
  webhook: { filterGroups: [{ events: ["PUSH"], tags: ["v*"] }] },
  environmentType: "WINDOWS_SERVER_2022_CONTAINER",
  image: "docker.io/acme/windows-build:4.2",
  registryCredential: { secret: "acme/docker-hub" },
  buildspec: { env: { shell: "powershell.exe" }, phases: { build: { commands: ["./build.ps1"] } } },
});
