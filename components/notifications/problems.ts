import { parseArn, partitionOfArn } from "../aws/arn";
import type { AwsScope } from "../aws/scope";
import type { Lenient } from "../schema/lenient";
import type { Problem } from "../schema/problem";
import { shown } from "../schema/vocabulary";
import { isMessage, type NotifiedEvent, reporterOf } from "./events";
import { type NotifySettings, recipientsShape } from "./settings";

/** Facts about the pipelines and projects of notifications; an absent fact is not checked. */
export interface NotifiedFacts {
  readonly scope: Partial<AwsScope>;
  /** Whether a pipeline waits for an approval. */
  readonly hasApproval?: boolean;
  /** Whether a newer run supersedes a waiting one in some pipeline. */
  readonly supersedes?: boolean;
  /** Whether there are build projects. */
  readonly hasBuilds?: boolean;
  /** Names of projects that check drift, if the settings name them. */
  readonly driftProjectNames?: readonly string[] | undefined;
  /** Names of all other projects. */
  readonly projectNames?: readonly string[] | undefined;
  /** Whether there are CodeCommit repositories. */
  readonly hasRepositories?: boolean;
}

const recipientKeys = Object.keys(recipientsShape) as (keyof typeof recipientsShape)[];

/** Recipients of alarms and of messages about drift. Event buses get neither. */
export const messageRecipientKeys = recipientKeys.filter((key) => key !== "eventBuses");

/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const targetsPerRule = 5;

/** @see https://docs.aws.amazon.com/dtconsole/latest/userguide/limits.html */
const targetsPerNotificationRule = 10;

/** Problems between the settings of notifications. */
export function notifyProblems(settings: Lenient<NotifySettings>, facts: NotifiedFacts): Problem[] {
  return [
    ...recipientProblems(settings),
    ...placeProblems(settings, facts.scope),
    ...eventProblems(settings, facts),
    ...limitProblems(settings),
    ...channelProblems(settings),
    ...targetCountProblems(settings),
    ...alarmTopicProblems(settings),
    ...logTailProblems(settings, facts),
    ...driftProblems(settings, facts),
  ];
}

function recipientProblems(settings: Lenient<NotifySettings>): Problem[] {
  return recipientKeys.some((key) => settings[key] !== undefined)
    ? []
    : [{ path: "", reason: `names nobody: give at least one of ${recipientKeys.join(", ")}` }];
}

/** Topics, queues and functions receive from their own account and region alone. Buses are of the same partition. */
function placeProblems(
  { functions, queues, topics, eventBuses, deadLetterQueue }: Lenient<NotifySettings>,
  { account, region, partition }: Partial<AwsScope>,
): Problem[] {
  const elsewhere = (path: string, arn: string | undefined): Problem[] => {
    const place = parseArn(arn ?? "");
    const wrong =
      place === undefined
        ? undefined
        : region !== undefined && place.region !== region
          ? `of region ${place.region}: give one of region ${region}`
          : account !== undefined && place.account !== account
            ? `of account ${place.account}: give one of account ${account}`
            : undefined;
    return wrong === undefined ? [] : [{ path, reason: `is ${shown(arn)}, ${wrong}` }];
  };
  const local = [
    ...Object.entries({ functions, queues, topics }).flatMap(([path, arns = []]) =>
      arns.flatMap((arn, index) => elsewhere(`${path}[${index}]`, arn)),
    ),
    ...elsewhere("deadLetterQueue", deadLetterQueue),
  ];
  const buses = (eventBuses ?? []).flatMap((arn, index): Problem[] => {
    const own = partitionOfArn(arn ?? "");
    return own === undefined || partition === undefined || own === partition
      ? []
      : [{ path: `eventBuses[${index}]`, reason: `is in the partition ${own}: give a bus of ${partition}` }];
  });
  return [...local, ...buses];
}

/** Refuses events that no pipeline or project of these sends. */
function eventProblems({ events = [] }: Lenient<NotifySettings>, facts: NotifiedFacts): Problem[] {
  return events.flatMap((event, index): Problem[] => {
    const why = event === undefined ? undefined : reasonNeverSent(event, facts);
    return why === undefined ? [] : [{ path: `events[${index}]`, reason: `is ${shown(event)}, ${why}: leave it out` }];
  });
}

function reasonNeverSent(
  event: NotifiedEvent,
  { hasApproval, supersedes, hasBuilds, hasRepositories }: NotifiedFacts,
): string | undefined {
  if (event.startsWith("approval-") && hasApproval === false) {
    return "and no pipeline waits for an approval";
  }
  if (event === "run-superseded" && supersedes === false) {
    return "and no pipeline has the execution mode SUPERSEDED";
  }
  const reporter = reporterOf(event);
  if (reporter === "repository" && hasRepositories === false) {
    return "and there is no CodeCommit repository";
  }
  return reporter === "project" && hasBuilds === false ? "and there is no build project" : undefined;
}

function limitProblems({ events, slowAfterMinutes, queuedAfterMinutes }: Lenient<NotifySettings>): Problem[] {
  const limits = { slowAfterMinutes: "build-slow", queuedAfterMinutes: "build-queued" } as const;
  const given = { slowAfterMinutes, queuedAfterMinutes };
  return Object.entries(limits).flatMap(([path, event]) =>
    given[path as keyof typeof given] === undefined || events?.includes(event)
      ? []
      : [{ path, reason: `is for the event ${event}: add ${event} to events, or remove this` }],
  );
}

function channelProblems({ slack, teams }: Lenient<NotifySettings>): Problem[] {
  return Object.entries({ slack, teams }).flatMap(([path, channels = []]) => {
    const ids = channels.map((channel) => channel?.channelId);
    return ids.flatMap((id, index): Problem[] =>
      id !== undefined && ids.indexOf(id) < index
        ? [{ path: `${path}[${index}].channelId`, reason: `is ${shown(id)} a second time: give each channel once` }]
        : [],
    );
  });
}

/** Alarms go to topics alone. */
function alarmTopicProblems(settings: Lenient<NotifySettings>): Problem[] {
  const hasBuses = settings.eventBuses !== undefined;
  return settings.alarms !== undefined && hasBuses && messageRecipientKeys.every((key) => settings[key] === undefined)
    ? [{ path: "alarms", reason: `reach no event bus: give at least one of ${messageRecipientKeys.join(", ")}` }]
    : [];
}

/** The function publishes to topics, about builds, and replaces the message of the event `build-failed`. */
function logTailProblems(settings: Lenient<NotifySettings>, { hasBuilds }: NotifiedFacts): Problem[] {
  if (settings.logTail === undefined) {
    return [];
  }
  const keys = ["emails", "endpoints", "functions", "queues", "topics"] as const;
  return [
    ...(hasBuilds === false
      ? [{ path: "logTail", reason: "is for builds, and there is no build project: remove it" }]
      : []),
    ...(keys.every((key) => settings[key] === undefined)
      ? [{ path: "logTail", reason: `reaches topics alone: give at least one of ${keys.join(", ")}` }]
      : []),
    ...(settings.events?.includes("build-failed")
      ? [{ path: "logTail", reason: "tells of each failed build: leave build-failed out of events" }]
      : []),
  ];
}

/** A check of drift has a message of its own, which no event bus gets. */
function driftProblems(
  settings: Lenient<NotifySettings>,
  { driftProjectNames = [], projectNames = [] }: NotifiedFacts,
): Problem[] {
  return [
    ...(driftProjectNames.length > 0 && messageRecipientKeys.every((key) => settings[key] === undefined)
      ? [
          {
            path: "driftProjectNames",
            reason: `reach no event bus: give at least one of ${messageRecipientKeys.join(", ")}`,
          },
        ]
      : []),
    ...driftProjectNames.flatMap((name, index) =>
      projectNames.includes(name)
        ? [
            {
              path: `driftProjectNames[${index}]`,
              reason: `is ${shown(name)}, which projectNames names too: name it in one of them`,
            },
          ]
        : [],
    ),
  ];
}

/** AWS takes few targets a rule. A topic counts for all of its subscribers. */
function targetCountProblems(settings: Lenient<NotifySettings>): Problem[] {
  const { topics = [], slack = [], teams = [], events = ["run-failed"] } = settings;
  const chats = slack.length + teams.length;
  const forRule = topics.length + 2;
  const forNotification = topics.length + chats + 1;
  return [
    ...(forRule > targetsPerRule && events.some((event) => event !== undefined && isMessage(event))
      ? [
          {
            path: "topics",
            reason: `are ${topics.length}: give at most ${targetsPerRule - 2}, since a rule of EventBridge has ${targetsPerRule} targets`,
          },
        ]
      : []),
    ...(forNotification > targetsPerNotificationRule
      ? [
          {
            path: slack.length > 0 ? "slack" : "teams",
            reason: `make ${forNotification} targets with topics: AWS allows ${targetsPerNotificationRule} for one notification rule`,
          },
        ]
      : []),
  ];
}
