import { BuildProject, CodeCommitRepository } from "@platform/aws-pipelines";

const place = {
  account: "111122223333",
  region: "eu-central-1",
  encryptionKeyArn: "arn:aws:kms:eu-central-1:111122223333:key/1a2b3c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d",
};
const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;

// main changes by pull requests alone, and each needs two approvals of reviewers.
const repository = new CodeCommitRepository("shop", {
  ...place,
  approvals: { approvers: [role("reviewers"), role("shop-leads")] },
  access: {
    developers: { permission: "contribute", principals: [role("shop-developers")], mfa: false },
    partner: {
      permission: "read",
      principals: ["arn:aws:iam::444455556666:user/mary"],
      mfa: true,
      externalId: "acme-shop-2026",
    },
  },
  triggers: { index: { destinationArn: "arn:aws:lambda:eu-central-1:111122223333:function:code-index" } },
  notify: {
    team: {
      destinationArn: "arn:aws:sns:eu-central-1:111122223333:shop-team",
      events: ["pull-request-created", "pull-request-merged", "comment-on-pull-request", "branch-deleted"],
    },
  },
});

new BuildProject("shop-nightly", {
  ...place,
  source: { type: "CODECOMMIT", repository: repository.name },
  schedules: [{ name: "nightly", expression: "cron(0 2 * * ? *)" }],
  buildspec: { phases: { build: { commands: ["make all"] } } },
});

export const { cloneAddress, accessRoleArns } = repository;
