import { codeCommitRepositoryArn, eventRuleArn, parseArn, roleArn, topicArn } from "../aws/arn";
import { nameLimits, notificationNameOf, physicalName } from "../aws/physical-name";
import { notificationRoleName } from "../aws/role-names";
import type { AwsScope } from "../aws/scope";
import type { KeyUsers, TopicPublishers } from "../iam/key-policy";
import { allowStatement, type Statement } from "../iam/statement";
import { publishStatement, type TopicPublisher, topicPolicy } from "../iam/topic-policy";
import { serviceTrust } from "../iam/trust";
import { type AlarmsPlan, alarmsArn, planAlarms } from "./alarms";
import { type PlannedChannel, type PlannedNotificationRole, planChannels, planChatRole } from "./channels";
import {
  anyOf,
  bySubject,
  defaultEvents,
  type EventPattern,
  type EventSources,
  eventEntry,
  eventPattern,
  isMessage,
  isMessageSubject,
} from "./events";
import { type LogTailPlan, planLogTail } from "./log-tail";
import { chatMessage, type Transformer, textMessage } from "./message";
import { type NotifiedParts, type PlannedNotificationRule, planNotificationRules } from "./notification-rules";
import type { NotifySettings } from "./settings";

/** A topic of a component. */
export interface PlannedNotificationTopic {
  /** The end of the names of its resources, empty for the topic of people. */
  readonly key: string;
  readonly topicName: string;
  readonly topicArn: string;
  readonly policy: string;
  readonly subscriptions: readonly PlannedSubscription[];
}

/** A subscription of a topic. */
export interface PlannedSubscription {
  readonly key: string;
  readonly protocol: "email" | "https" | "lambda" | "sqs";
  readonly endpoint: string;
}

/** An EventBridge rule with its targets. */
export interface PlannedEventRule {
  readonly key: string;
  readonly ruleName: string;
  readonly description: string;
  readonly pattern: EventPattern;
  readonly targets: readonly PlannedEventTarget[];
}

/** A target of an EventBridge rule: a topic with a message, or an event bus with a role. */
export interface PlannedEventTarget {
  readonly key: string;
  readonly arn: string;
  readonly transformer?: Transformer;
  readonly roleArn?: string;
}

/** Statements that the owner of an existing topic or queue adds to its policy. */
export interface OwnerStatements {
  readonly arn: string;
  readonly statements: readonly Statement[];
}

/** Everything about notifications that is known before any of them exists. */
export interface NotificationsPlan {
  readonly name: string;
  readonly scope: AwsScope;
  readonly topics: readonly PlannedNotificationTopic[];
  readonly eventRules: readonly PlannedEventRule[];
  readonly notificationRules: readonly PlannedNotificationRule[];
  readonly channels: readonly PlannedChannel[];
  readonly chatRole: PlannedNotificationRole | undefined;
  readonly busRole: PlannedNotificationRole | undefined;
  /** Names of functions that the topic invokes. */
  readonly functionNames: readonly string[];
  /** Alarms and the dashboard, if settings ask for them. */
  readonly alarms: AlarmsPlan | undefined;
  /** The function that sends the last lines of logs, if settings ask for it. */
  readonly logTail: LogTailPlan | undefined;
  /** ARNs of the topics of alarms. */
  readonly alarmTopicArns: readonly string[];
  /** The ARN of the queue for undelivered messages. */
  readonly deadLetterQueueArn: string | undefined;
  /** Services and roles that publish to the topics, for the key policy. */
  readonly publishers: TopicPublishers;
  /** ARNs of log groups under the key. */
  readonly logGroupArns: readonly string[];
  readonly ownerStatements: readonly OwnerStatements[];
}

/** The users of a key that also encrypts the topics and logs of notifications. */
export function withNotifications(users: KeyUsers, notifications: NotificationsPlan | undefined): KeyUsers {
  return notifications === undefined
    ? users
    : {
        ...users,
        logGroups: [...users.logGroups, ...notifications.logGroupArns],
        publishers: notifications.publishers,
      };
}

/** Separates the projects that check drift from all others. */
export function projectsOf(
  projects: readonly { readonly projectName: string }[],
  drift: readonly string[],
): Required<Pick<NotifiedParts, "projectNames" | "driftProjectNames">> {
  const names = projects.map(({ projectName }) => projectName);
  return {
    projectNames: names.filter((name) => !drift.includes(name)),
    driftProjectNames: names.filter((name) => drift.includes(name)),
  };
}

/** The name of the notifications of an environment. Names of their topics, event rules and roles start with it. */
export function notificationsNameOf(environment: string): string {
  return `${environment}-notifications`;
}

/** The name of the alarms of notifications and of their dashboard. */
export function notificationAlarmsName(name: string): string {
  return `${name}-alarms`;
}

/** Plans the notifications of an environment: everything that follows from its settings. */
export function planNotifications(
  scope: AwsScope,
  name: string,
  {
    environment,
    pipelineNames,
    projectNames,
    repositoryNames = [],
    driftProjectNames = [],
  }: NotifiedParts & { readonly environment: string },
  settings: NotifySettings,
): NotificationsPlan {
  const { events = defaultEvents, slowAfterMinutes = 30, queuedAfterMinutes = 10 } = settings;
  const sources: EventSources = {
    pipelineNames,
    projectNames,
    repositoryArns: repositoryNames.map((repository) => codeCommitRepositoryArn(scope, repository)),
    slowAfterSeconds: slowAfterMinutes * 60,
    queuedAfterSeconds: queuedAfterMinutes * 60,
  };
  const messages = events.filter(isMessage);
  const channels = planChannels(name, settings);
  const subscriptions = subscriptionsOf(settings);
  const inChatTopic = channels.length > 0 ? messages.filter((event) => eventEntry(event).id === undefined) : [];
  const own = subscriptions.length > 0 ? [topicNameOf(name)] : [];
  const hasChatAlarms = settings.alarms !== undefined && channels.length > 0;
  const hasChatDrift = driftProjectNames.length > 0 && channels.length > 0;
  const chat = inChatTopic.length > 0 || hasChatAlarms || hasChatDrift ? [topicNameOf(name, "chat")] : [];
  const forPeople = [...own.map((topic) => topicArn(scope, topic)), ...(settings.topics ?? [])];
  const forChat = chat.map((topic) => topicArn(scope, topic));
  const alarmTopicArns = settings.alarms === undefined ? [] : [...forPeople, ...forChat];
  const alarmsName = notificationAlarmsName(name);
  const alarms = settings.alarms && planAlarms(scope, alarmsName, { pipelineNames, projectNames }, settings.alarms);
  const tailed = [...(settings.logTail === undefined ? [] : projectNames), ...driftProjectNames];
  const logTail =
    tailed.length === 0
      ? undefined
      : planLogTail(scope, name, tailed, {
          environment,
          lines: settings.logTail ?? defaultLines,
          topicArns: forPeople,
          driftProjects: driftProjectNames,
          chatTopicArns: hasChatDrift ? forChat : [],
        });
  const busRole = busRoleOf(scope, name, settings);
  const eventRules = [
    ...bySubject(messages).flatMap(([subject, ofSubject]) => {
      if (!isMessageSubject(subject)) {
        return [];
      }
      const toChat = ofSubject.some((event) => inChatTopic.includes(event)) ? forChat : [];
      const targets = [
        ...forPeople.map((arn) => ({ arn, transformer: textMessage(scope, environment, subject) })),
        ...toChat.map((arn) => ({ arn, transformer: chatMessage(scope, environment, subject) })),
      ];
      return targets.length === 0
        ? []
        : [eventRule(scope, name, subject, eventPattern(subject, ofSubject, sources), targets)];
    }),
    ...(busRole && settings.eventBuses
      ? [
          eventRule(
            scope,
            name,
            "forward",
            anyOf(events, sources),
            settings.eventBuses.map((arn) => ({ arn, roleArn: roleArn(scope, busRole.roleName) })),
          ),
        ]
      : []),
  ];
  const notificationRules = planNotificationRules(
    scope,
    name,
    { pipelineNames, projectNames, repositoryNames },
    {
      events,
      topicArns: forPeople,
      hasChats: channels.length > 0,
    },
  );
  const publishersTo = (topic: string): TopicPublisher[] => {
    const hasEvents = eventRules.some(({ targets }) => targets.some(({ arn }) => arn === topic));
    const hasRules = notificationRules.some(({ topicArns }) => topicArns.includes(topic));
    return [
      ...(hasEvents ? [{ service: "events" as const }] : []),
      ...(hasRules ? [{ service: "codestar-notifications" as const }] : []),
      ...(alarmTopicArns.includes(topic)
        ? [{ service: "cloudwatch" as const, sourceArn: alarmsArn(scope, alarmsName) }]
        : []),
    ];
  };
  const topics = [
    ...own.map((topicName) => ({ key: "", topicName, subscriptions })),
    ...chat.map((topicName) => ({ key: "-chat", topicName, subscriptions: [] })),
  ].map((topic) => ({
    ...topic,
    topicArn: topicArn(scope, topic.topicName),
    policy: topicPolicy(scope, topic.topicName, publishersTo(topicArn(scope, topic.topicName))),
  }));
  const ownArns = topics.map((topic) => topic.topicArn);
  return {
    name,
    scope,
    topics,
    eventRules,
    notificationRules,
    channels,
    chatRole: channels.length > 0 ? planChatRole(scope, name) : undefined,
    busRole,
    functionNames: (settings.functions ?? []).map((arn) => arn.slice(arn.lastIndexOf(":") + 1)),
    alarms,
    logTail,
    alarmTopicArns,
    deadLetterQueueArn: settings.deadLetterQueue,
    publishers: {
      services: [...new Set(ownArns.flatMap((arn) => publishersTo(arn).map(({ service }) => service)))].sort(),
      // Without a topic of its own, the role uses keys of other owners alone.
      ...(logTail && ownArns.length > 0 && { roleArns: [roleArn(scope, logTail.roleName)] }),
      topicArns: ownArns,
    },
    logGroupArns: [logTail, alarms?.history].flatMap((planned) => planned?.logGroupArn ?? []),
    ownerStatements: [
      ...(settings.topics ?? []).map((arn) => ({
        arn,
        statements: publishersTo(arn).map((publisher) => publishStatement(scope, arn, publisher)),
      })),
      ...own.flatMap((topicName) =>
        (settings.queues ?? []).map((arn) => ({
          arn,
          statements: [sendStatement("Notifications", "sns", arn, [topicArn(scope, topicName)])],
        })),
      ),
      ...(settings.deadLetterQueue === undefined
        ? []
        : [
            deadLetterStatements(
              scope,
              settings.deadLetterQueue,
              [...eventRules, ...[logTail, alarms?.history].flatMap((planned) => planned ?? [])].map(({ ruleName }) =>
                eventRuleArn(scope, ruleName),
              ),
              own,
            ),
          ]),
    ],
  };
}

/** The last lines of the log of a check of drift that ended without a report. */
const defaultLines = 40;

function topicNameOf(name: string, ...parts: string[]): string {
  return notificationNameOf([name, ...parts], nameLimits.topic);
}

function subscriptionsOf({ emails, endpoints, functions, queues }: NotifySettings): PlannedSubscription[] {
  const of = (protocol: PlannedSubscription["protocol"], list: readonly string[] = []) =>
    list.map((endpoint) => ({ key: parseArn(endpoint)?.resource ?? endpoint, protocol, endpoint }));
  return [...of("email", emails), ...of("https", endpoints), ...of("lambda", functions), ...of("sqs", queues)];
}

/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html */
function busRoleOf(scope: AwsScope, name: string, { eventBuses }: NotifySettings): PlannedNotificationRole | undefined {
  return (
    eventBuses && {
      roleName: notificationRoleName(name, "events", scope.region),
      description: `Forwards events of ${name} to other event buses`,
      trust: serviceTrust(scope, "events.amazonaws.com", eventRuleArn(scope, ruleNameOf(name, "forward"))),
      statements: [allowStatement({ sid: "Forward", actions: ["events:PutEvents"], resources: eventBuses })],
    }
  );
}

function ruleNameOf(name: string, key: string): string {
  return physicalName([name, key], nameLimits.eventRule);
}

function eventRule(
  scope: AwsScope,
  name: string,
  key: string,
  pattern: EventPattern,
  targets: readonly Omit<PlannedEventTarget, "key">[],
): PlannedEventRule {
  return {
    key,
    ruleName: ruleNameOf(name, key),
    description: key === "forward" ? `Forwards events of ${name}` : `Tells about events of ${name}`,
    pattern,
    targets: targets.map((target) => ({ ...target, key: targetKey(scope, name, target.arn) })),
  };
}

/** The end of the name of a target: one for each topic or bus, whatever their order. */
function targetKey({ account, region }: AwsScope, name: string, arn: string): string {
  const parts = parseArn(arn);
  if (parts === undefined) {
    return arn;
  }
  const own = parts.resource === topicNameOf(name) ? "topic" : parts.resource.replace(`${topicNameOf(name)}-`, "");
  return parts.account === account && parts.region === region
    ? own
    : [parts.resource, parts.account, parts.region].join("-");
}

/** The statement by which a queue accepts messages of a service. */
export function sendStatement(
  sid: string,
  service: "events" | "sns",
  queueArn: string,
  sourceArns: string[],
): Statement {
  return {
    Sid: sid,
    Effect: "Allow",
    Principal: { Service: `${service}.amazonaws.com` },
    Action: "sqs:SendMessage",
    Resource: queueArn,
    Condition: { ArnEquals: { "aws:SourceArn": sourceArns } },
  };
}

/** EventBridge and SNS send undelivered messages themselves. */
function deadLetterStatements(
  scope: AwsScope,
  queueArn: string,
  rules: string[],
  topicNames: readonly string[],
): OwnerStatements {
  const topics = topicNames.map((topicName) => topicArn(scope, topicName));
  return {
    arn: queueArn,
    statements: [
      ...(rules.length > 0 ? [sendStatement("UndeliveredEvents", "events", queueArn, rules)] : []),
      ...(topics.length > 0 ? [sendStatement("UndeliveredMessages", "sns", queueArn, topics)] : []),
    ],
  };
}
