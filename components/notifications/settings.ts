import { z } from "zod";
import {
  codeCommitRepositoryName,
  eventBusArnSchema,
  functionArnSchema,
  pipelineName,
  projectName,
  queueArnSchema,
  topicArnSchema,
} from "../aws/names";
import { allowedKeys, distinct, matching } from "../schema/vocabulary";
import { alarmLimitsSchema } from "./alarms";
import { notifiedEvents } from "./events";

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-chatbot-slackchannelconfiguration.html */
const slackChannel = allowedKeys({
  /** The id of the Slack workspace, `T0AAAAAAA`. A person authorizes it once in the console of Amazon Q Developer. */
  workspaceId: matching(/^[0-9A-Z]{1,255}$/, "give the id of a Slack workspace, such as T0AAAAAAA"),
  /** The id of the channel, `C0AAAAAAA`: the end of its link. */
  channelId: matching(/^[A-Za-z0-9]{1,255}$/, "give the id of a Slack channel, such as C0AAAAAAA, not its name"),
});

const uuid = /^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/;

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-chatbot-microsoftteamschannelconfiguration.html */
const teamsChannel = allowedKeys({
  /** The id of the Microsoft Teams tenant. */
  tenantId: matching(uuid, "give the id of a tenant, 32 hexadecimal digits in groups"),
  /** The id of the team. A person authorizes it once in the console of Amazon Q Developer. */
  teamId: matching(uuid, "give the id of a team, 32 hexadecimal digits in groups"),
  /** The id of the channel, as its link spells it: `19%3Aabc%40thread.tacv2`. */
  channelId: matching(
    /^[\w=+/.,-]*%3[aA][\w=+/.,-]*%40[\w=+/.,-]*$/,
    "give the id of a Teams channel as its link spells it, such as 19%3Aabc%40thread.tacv2",
  ),
});

/** Recipients of notifications, for an environment and for a component. */
export const recipientsShape = {
  /**
   * E-mail addresses. SNS asks each to confirm once.
   * @default - none
   */
  emails: distinct(
    z.array(z.email({ error: "is no e-mail address: give one such as team@example.com" })).min(1),
  ).optional(),
  /**
   * HTTPS addresses that confirm an SNS subscription themselves.
   * @default - none
   */
  endpoints: distinct(
    z.array(matching(/^https:\/\/[^\s/]+\S*$/, "give an https address, such as https://hooks.example.com/aws")).min(1),
  ).optional(),
  /**
   * ARNs of Lambda functions of this account and region.
   * @default - none
   */
  functions: distinct(z.array(functionArnSchema).min(1)).optional(),
  /**
   * ARNs of SQS queues of this account and region. The preview prints the statement that each queue policy needs.
   * @default - none
   */
  queues: distinct(z.array(queueArnSchema).min(1)).optional(),
  /**
   * ARNs of existing SNS topics of this account and region. The preview prints the statements that each topic policy
   * needs.
   * @default - none
   */
  topics: distinct(z.array(topicArnSchema).min(1)).optional(),
  /**
   * Slack channels.
   * @default - none
   */
  slack: z.array(slackChannel).min(1).optional(),
  /**
   * Microsoft Teams channels.
   * @default - none
   */
  teams: z.array(teamsChannel).min(1).optional(),
  /**
   * ARNs of event buses, of any account and region, that get the events as AWS writes them.
   * @default - none
   */
  eventBuses: distinct(z.array(eventBusArnSchema).min(1).max(5)).optional(),
};

/** Delivery of messages that a recipient did not take. */
export const deadLetterShape = {
  /**
   * The ARN of an SQS queue of this account and region that keeps undelivered messages. The preview prints the
   * statements that its policy needs.
   * @default - EventBridge and SNS retry, then drop the message
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
   * @see https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html
   */
  deadLetterQueue: queueArnSchema.optional(),
};

/** The log of a failed build in a message. */
export const logTailShape = {
  /**
   * The last lines of the log of a failed build that a message of its own holds, 1 to 200. A Lambda function reads them.
   * CodeBuild hides values of Secrets Manager and SSM in logs; the function hides known shapes of credentials too.
   * @default - messages link to the log
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html
   */
  logTail: z.int().min(1).max(200).optional(),
};

/** Events and their limits. */
export const notifiedEventsShape = {
  /**
   * The events to report.
   * @default ["run-failed", "action-failed"]
   */
  events: distinct(z.array(z.enum(notifiedEvents)).min(1)).optional(),
  /**
   * Minutes after which one phase of a build is slow, for the event `build-slow`: 1 to 2160.
   * @default 30
   */
  slowAfterMinutes: z.int().min(1).max(2160).optional(),
  /**
   * Minutes after which a build waited too long in the queue, for the event `build-queued`: 1 to 480.
   * @default 10
   */
  queuedAfterMinutes: z.int().min(1).max(480).optional(),
};

/** Who is told about the runs of an environment, and which events. */
export const notifySchema = allowedKeys({
  ...recipientsShape,
  ...notifiedEventsShape,
  ...deadLetterShape,
  ...logTailShape,
  /**
   * Alarms on failed and slow runs and builds, published to the topics, and a dashboard. `{}` takes failures alone.
   * @default - no alarms and no dashboard
   */
  alarms: alarmLimitsSchema.optional(),
});

/** Recipients, events and limits of notifications. */
export interface NotifySettings extends z.output<typeof notifySchema> {}

/** The arguments of a component of notifications, as far as they are plain. */
export const notificationsSchema = allowedKeys({
  ...notifySchema.shape,
  pipelineNames: distinct(z.array(pipelineName).min(1)),
  projectNames: distinct(z.array(projectName)),
  driftProjectNames: distinct(z.array(projectName).min(1)).optional(),
  repositoryNames: distinct(z.array(codeCommitRepositoryName).min(1)).optional(),
  // EventBridge templates write variables in angle brackets, and texts in quotation marks.
  environment: matching(
    /^[^<>"\\\r\n]{1,100}$/,
    "give 1 to 100 characters of one line, without < > \\ or quotation marks",
  ),
});
