import { codeCommitRepositoryArn, pipelineArn, projectArn } from "../aws/arn";
import { nameLimits, notificationNameOf } from "../aws/physical-name";
import type { AwsScope } from "../aws/scope";
import { eventEntry, isMessage, type NotifiedEvent, type Reporter, reporterOf } from "./events";

/** A notification rule of one pipeline, project or repository. */
export interface PlannedNotificationRule {
  readonly key: string;
  readonly ruleName: string;
  readonly resourceArn: string;
  readonly eventTypeIds: readonly string[];
  readonly topicArns: readonly string[];
  /** Whether the channels of chats are targets. */
  readonly tellsChats: boolean;
}

/** The pipelines, projects and CodeCommit repositories that notifications are about. */
export interface NotifiedParts {
  readonly pipelineNames: readonly string[];
  readonly projectNames: readonly string[];
  readonly repositoryNames?: readonly string[] | undefined;
  /**
   * Projects that check drift, whose failures are told in a message of their own. They are not among `projectNames`.
   * @default - none
   */
  readonly driftProjectNames?: readonly string[] | undefined;
}

/**
 * Plans the notification rules. Failures reach topics by EventBridge, with a readable message. Chats show AWS's own
 * notifications of failures.
 */
export function planNotificationRules(
  scope: AwsScope,
  name: string,
  { pipelineNames, projectNames, repositoryNames = [] }: NotifiedParts,
  told: {
    readonly events: readonly NotifiedEvent[];
    readonly topicArns: readonly string[];
    readonly hasChats: boolean;
  },
): PlannedNotificationRule[] {
  const of = (reporter: Reporter, names: readonly string[], arnOf: (scope: AwsScope, name: string) => string) =>
    names.map((resource) => ({
      resource: reporter === "repository" ? `${resource}-repository` : keyOf(reporter, resource, pipelineNames),
      arn: arnOf(scope, resource),
      reporter,
    }));
  const resources = [
    ...of("pipeline", pipelineNames, pipelineArn),
    ...of("project", projectNames, projectArn),
    ...of("repository", repositoryNames, codeCommitRepositoryArn),
  ];
  return resources.flatMap(({ resource, arn, reporter }) => {
    const ofResource = told.events.filter((event) => reporterOf(event) === reporter);
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

/** The end of the names of the rules and alarms of a pipeline or project. Both may have one name. */
export function keyOf(reporter: "pipeline" | "project", name: string, pipelineNames: readonly string[]): string {
  return reporter === "project" && pipelineNames.includes(name) ? `${name}-project` : name;
}
