import { PipelineNotifications, type PipelineNotificationsArgs } from "@platform/aws-pipelines";

const account = "111122223333";
const region = "eu-central-1";

// The people on call, the channel of the team, and the event bus of the security account.
const everything = {
  account,
  region,
  environment: "shop production",
  pipelineNames: ["shop", "shop-destroy"],
  projectNames: ["shop-image", "shop-deploy"],
  repositoryNames: ["shop"],
  emails: ["on-call@acme.example"],
  slack: [{ workspaceId: "T0AAAAAAA", channelId: "C0AAAAAAA" }],
  eventBuses: [`arn:aws:events:${region}:444455556666:event-bus/security`],
  events: [
    "run-failed",
    "run-superseded",
    "run-stopped",
    "action-failed",
    "approval-needed",
    "approval-refused",
    "build-slow",
    "build-queued",
    "branch-deleted",
    "pull-request-rule-overridden",
  ],
  slowAfterMinutes: 20,
  queuedAfterMinutes: 5,
  logTail: 40,
  alarms: { history: true, slowRunMinutes: 240, slowBuildMinutes: 45, queueMinutes: 15 },
  deadLetterQueue: `arn:aws:sqs:${region}:${account}:undelivered-notifications`,
  rolePath: "/delivery/",
  permissionsBoundaryArn: `arn:aws:iam::${account}:policy/delivery-boundary`,
  managedPoliciesOnly: true,
} satisfies PipelineNotificationsArgs;

export const { topicArn } = new PipelineNotifications("shop-watch", everything, { protect: true });
