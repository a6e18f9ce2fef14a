import { pipelineArn, projectArn } from "../aws/arn";
import { nameLimits, notificationNameOf } from "../aws/physical-name";
import type { AwsScope } from "../aws/scope";
import { eventEntry, isBuildEvent, isMessage, type NotifiedEvent } from "./events";

/** A notification rule of one pipeline or project. */
export interface PlannedNotificationRule {
  readonly key: string;
  readonly ruleName: string;
  readonly resourceArn: string;
  readonly eventTypeIds: readonly string[];
  readonly topicArns: readonly string[];
  /** Whether the channels of chats are targets. */
  readonly tellsChats: boolean;
}

/** The pipelines and projects that notifications are about. */
export interface NotifiedParts {
  readonly pipelineNames: readonly string[];
  readonly projectNames: readonly string[];
}

/**
 * Plans the notification rules. Failures reach topics by EventBridge, with a readable message. Chats show AWS's own
 * notifications of failures.
 */
export function planNotificationRules(
  scope: AwsScope,
  name: string,
  { pipelineNames, projectNames }: NotifiedParts,
  told: {
    readonly events: readonly NotifiedEvent[];
    readonly topicArns: readonly string[];
    readonly hasChats: boolean;
  },
): PlannedNotificationRule[] {
  const resources = [
    ...pipelineNames.map((resource) => ({ resource, arn: pipelineArn(scope, resource), isBuild: false })),
    ...projectNames.map((resource) => ({ resource, arn: projectArn(scope, resource), isBuild: true })),
  ];
  return resources.flatMap(({ resource, arn, isBuild }) => {
    const ofResource = told.events.filter((event) => isBuildEvent(event) === isBuild);
    const rule = (
      key: string,
      events: readonly NotifiedEvent[],
      topicArns: readonly string[],
    ): PlannedNotificationRule[] => {
      const eventTypeIds = events.flatMap((event) => eventEntry(event).id ?? []);
      return eventTypeIds.length === 0 || (topicArns.length === 0 && !told.hasChats)
        ? []
        : [
            {
              key,
              ruleName: notificationNameOf([name, key], nameLimits.notificationRule),
              resourceArn: arn,
              eventTypeIds,
              topicArns,
              tellsChats: told.hasChats,
            },
          ];
    };
    const others = ofResource.filter((event) => !isMessage(event));
    return [
      ...rule(resource, others, told.topicArns),
      ...(told.hasChats ? rule(`${resource}-failures`, ofResource.filter(isMessage), []) : []),
    ];
  });
}
