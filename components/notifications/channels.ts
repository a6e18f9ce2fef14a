import { nameLimits, notificationNameOf } from "../aws/physical-name";
import { notificationRoleName } from "../aws/role-names";
import type { AwsScope } from "../aws/scope";
import { policyDocument, type Statement } from "../iam/statement";
import type { NotifySettings } from "./settings";

/** The configuration of a Slack or Microsoft Teams channel. */
export type PlannedChannel = {
  readonly key: string;
  readonly configurationName: string;
} & (
  | { readonly kind: "slack"; readonly workspaceId: string; readonly channelId: string }
  | { readonly kind: "teams"; readonly tenantId: string; readonly teamId: string; readonly channelId: string }
);

/** A role of the notifications. */
export interface PlannedNotificationRole {
  readonly roleName: string;
  readonly description: string;
  readonly trust: string;
  readonly statements: readonly Statement[];
}

/** Plans the chat channels of settings. */
export function planChannels(name: string, { slack = [], teams = [] }: NotifySettings): PlannedChannel[] {
  const configurationName = (key: string) => notificationNameOf([name, key], nameLimits.channel);
  return [
    ...slack.map((channel) => {
      const key = `slack-${channel.channelId}`;
      return { ...channel, kind: "slack" as const, key, configurationName: configurationName(key) };
    }),
    ...teams.map((channel) => {
      const key = `teams-${channel.channelId}`;
      return { ...channel, kind: "teams" as const, key, configurationName: configurationName(key) };
    }),
  ];
}

/**
 * Plans the role of the chat channels. It has no permission: nobody runs commands from a channel. AWS documents no
 * condition for this trust, so it names the service alone.
 *
 * @see https://docs.aws.amazon.com/chatbot/latest/adminguide/understanding-permissions.html
 */
export function planChatRole(scope: AwsScope, name: string): PlannedNotificationRole {
  return {
    roleName: notificationRoleName(name, "chat", scope.region),
    description: `Lets Amazon Q Developer show notifications of ${name}`,
    trust: policyDocument([
      {
        Sid: "Service",
        Effect: "Allow",
        Principal: { Service: "chatbot.amazonaws.com" },
        Action: "sts:AssumeRole",
      },
    ]),
    statements: [],
  };
}
