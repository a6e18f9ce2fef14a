import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PullRequestChecks, readBuildspec } from "@platform/aws-pipelines";

// Previews each pull request to main, reports its status, and comments on it from a project that runs none of its code.
new PullRequestChecks("preview", {
  account: "111122223333",
  region: "eu-central-1",
  encryptionKeyArn: "arn:aws:kms:eu-central-1:111122223333:key/1a2b3c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d",
  source: {
    type: "GITHUB",
    location: "https://github.com/acme/shop-infrastructure.git",
    connectionArn: "arn:aws:codeconnections:eu-central-1:111122223333:connection/0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f",
    cloneDepth: 0, // The buildspec takes packages and policies from the base branch.
  },
  baseBranches: ["main"],
  buildspec: readBuildspec("buildspec.yml", readFileSync(join(__dirname, "buildspec.yml"), "utf8")),
  comment: { secret: "shop-infrastructure/comment-token" },
});
