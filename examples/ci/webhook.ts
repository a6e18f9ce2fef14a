import type { WebhookArgs } from "@pulumi/aws/codebuild";

/** Builds pull requests to main that known accounts open or update. */
export const pullRequests: WebhookArgs = {
  projectName: "preview",
  buildType: "BUILD",
  filterGroups: [
    {
      filters: [
        { type: "EVENT", pattern: "PULL_REQUEST_CREATED, PULL_REQUEST_UPDATED, PULL_REQUEST_REOPENED" },
        { type: "BASE_REF", pattern: "^refs/heads/main$" },
        { type: "ACTOR_ACCOUNT_ID", pattern: "^(1001|1002|1003)$" },
      ],
    },
  ],
  pullRequestBuildPolicy: {
    requiresCommentApproval: "ALL_PULL_REQUESTS",
    approverRoles: ["GITHUB_WRITE", "GITHUB_MAINTAIN", "GITHUB_ADMIN"],
  },
};
