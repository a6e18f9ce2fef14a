import assert from "node:assert/strict";
import { matchesPattern } from "../../../cli/insight/event-pattern";
import { planNotifications } from "../../../components/notifications/plan";
import { type NotifySettings, notifySchema } from "../../../components/notifications/settings";
import { actionEvent, buildEvent, runEvent } from "../../support/aws-events";
import { scope } from "../../support/scopes";

const topicArn = "arn:aws:sns:eu-central-1:111122223333:shop";
const given = "arn:aws:sns:eu-central-1:111122223333:operators";
const bus = "arn:aws:events:us-east-1:444455556666:event-bus/central";
const queue = "arn:aws:sqs:eu-central-1:111122223333:audit";
const slack = [{ workspaceId: "T0AAAAAAA", channelId: "C0AAAAAAA" }];

function plan(settings: NotifySettings) {
  const parts = { environment: "shop", pipelineNames: ["shop", "shop-destroy"], projectNames: ["shop-image"] };
  return planNotifications(scope, "shop", parts, notifySchema.parse(settings));
}

function rules(settings: NotifySettings) {
  return plan(settings).eventRules.map(({ key, targets }) => [key, ...targets.map(({ key: end }) => end)]);
}

function notificationRules(settings: NotifySettings) {
  return plan(settings).notificationRules.map(({ key, eventTypeIds, topicArns, tellsChats }) => ({
    key,
    ids: eventTypeIds.map((id) => id.replace(/^codepipeline-pipeline-|^codebuild-project-/, "")),
    to: [...topicArns.map((arn) => arn.slice(arn.lastIndexOf(":") + 1)), ...(tellsChats ? ["chats"] : [])],
  }));
}

describe("the plan of notifications", () => {
  it("tells e-mail addresses about failed runs and actions by two rules, and needs no notification rule", () => {
    const planned = plan({ emails: ["team@acme.example"] });
    assert.deepEqual(rules({ emails: ["team@acme.example"] }), [
      ["run", "topic"],
      ["action", "topic"],
    ]);
    assert.deepEqual(planned.notificationRules, []);
    assert.deepEqual(planned.publishers, { services: ["events"], topicArns: [topicArn] });
    assert.equal(planned.chatRole, undefined);
    assert.equal(planned.busRole, undefined);
  });

  it("lets the role of the end of a log use the key of its own topics, and no key where it has none", () => {
    const roleArns = ["arn:aws:iam::111122223333:role/shop+log-tail+eu-central-1"];
    assert.deepEqual(plan({ emails: ["team@acme.example"], logTail: 9 }).publishers.roleArns, roleArns);
    assert.deepEqual(plan({ topics: [given], logTail: 9 }).publishers, { services: [], topicArns: [] });
  });

  it("tells of drift by that function alone, to chats by their topic, and keeps its project out of all other events", () => {
    const drifting = (settings: NotifySettings) =>
      planNotifications(
        scope,
        "shop",
        {
          environment: "shop",
          pipelineNames: ["shop"],
          projectNames: ["shop-image"],
          driftProjectNames: ["shop-drift"],
        },
        notifySchema.parse(settings),
      );
    const {
      logTail,
      topics,
      notificationRules: told,
      eventRules,
      alarms,
    } = drifting({
      emails: ["team@acme.example"],
      slack,
      events: ["run-failed", "build-failed"],
      alarms: {},
    });
    assert.deepEqual(Object(logTail?.pattern.detail)["project-name"], ["shop-drift"]);
    assert.deepEqual(logTail?.settings, {
      environment: "shop",
      lines: 40,
      topicArns: [topicArn],
      driftProjects: ["shop-drift"],
      chatTopicArns: [`${topicArn}-chat`],
    });
    assert.deepEqual(
      topics.map(({ topicName }) => topicName),
      ["shop", "shop-chat"],
    );
    assert.doesNotMatch(JSON.stringify([told, eventRules, alarms]), /shop-drift/);
    const both = drifting({ emails: ["team@acme.example"], logTail: 5 });
    assert.deepEqual(Object(both.logTail?.pattern.detail)["project-name"], ["shop-image", "shop-drift"]);
    assert.deepEqual([both.logTail?.settings.lines, both.logTail?.settings.chatTopicArns], [5, []]);
  });

  it("leaves all events with an id, but failures, to one notification rule of each pipeline and project", () => {
    const settings: NotifySettings = {
      emails: ["team@acme.example"],
      events: ["run-failed", "run-succeeded", "approval-needed", "build-succeeded"],
    };
    assert.deepEqual(rules(settings), [["run", "topic"]]);
    assert.deepEqual(notificationRules(settings), [
      { key: "shop", ids: ["pipeline-execution-succeeded", "manual-approval-needed"], to: ["shop"] },
      { key: "shop-destroy", ids: ["pipeline-execution-succeeded", "manual-approval-needed"], to: ["shop"] },
      { key: "shop-image", ids: ["build-state-succeeded"], to: ["shop"] },
    ]);
    assert.deepEqual(plan(settings).publishers.services, ["codestar-notifications", "events"]);
  });

  it("tells chats about failures by notification rules of their own, so that nobody reads a failure twice", () => {
    const settings: NotifySettings = { emails: ["team@acme.example"], slack, events: ["run-failed", "run-succeeded"] };
    assert.deepEqual(notificationRules(settings), [
      { key: "shop", ids: ["pipeline-execution-succeeded"], to: ["shop", "chats"] },
      { key: "shop-failures", ids: ["pipeline-execution-failed"], to: ["chats"] },
      { key: "shop-destroy", ids: ["pipeline-execution-succeeded"], to: ["shop", "chats"] },
      { key: "shop-destroy-failures", ids: ["pipeline-execution-failed"], to: ["chats"] },
    ]);
    assert.deepEqual(
      plan(settings).topics.map(({ topicName }) => topicName),
      ["shop"],
    );
  });

  it("makes no topic for chats alone", () => {
    const planned = plan({ slack });
    assert.deepEqual([planned.topics, planned.eventRules, planned.publishers.services], [[], [], []]);
    assert.deepEqual(planned.chatRole?.statements, []);
  });

  it("makes a topic of chats for events that notification rules lack", () => {
    const settings: NotifySettings = { emails: ["team@acme.example"], slack, events: ["run-stopped"] };
    assert.deepEqual(rules(settings), [["run", "topic", "chat"]]);
    assert.deepEqual(
      plan(settings).topics.map(({ topicName, subscriptions }) => [topicName, subscriptions.length]),
      [
        ["shop", 1],
        ["shop-chat", 0],
      ],
    );
  });

  it("tells existing topics as well, and prints the statements for their owner", () => {
    const planned = plan({ topics: [given], events: ["run-failed", "run-succeeded"] });
    assert.deepEqual(planned.topics, []);
    assert.deepEqual(planned.ownerStatements, [
      {
        arn: given,
        statements: [
          {
            Sid: "EventRules",
            Effect: "Allow",
            Principal: { Service: "events.amazonaws.com" },
            Action: "sns:Publish",
            Resource: given,
            Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
          },
          {
            Sid: "NotificationRules",
            Effect: "Allow",
            Principal: { Service: "codestar-notifications.amazonaws.com" },
            Action: "sns:Publish",
            Resource: given,
            Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
          },
        ],
      },
    ]);
  });

  it("subscribes queues, functions and addresses to the topic, and prints the statement for each queue", () => {
    const settings: NotifySettings = {
      emails: ["team@acme.example"],
      endpoints: ["https://hooks.acme.example/aws"],
      functions: ["arn:aws:lambda:eu-central-1:111122223333:function:triage"],
      queues: [queue],
    };
    const [topic] = plan(settings).topics;
    assert.deepEqual(
      topic?.subscriptions.map(({ key, protocol }) => [protocol, key]),
      [
        ["email", "team@acme.example"],
        ["https", "https://hooks.acme.example/aws"],
        ["lambda", "function:triage"],
        ["sqs", "audit"],
      ],
    );
    assert.deepEqual(plan(settings).functionNames, ["triage"]);
    assert.deepEqual(plan(settings).ownerStatements, [
      {
        arn: queue,
        statements: [
          {
            Sid: "Notifications",
            Effect: "Allow",
            Principal: { Service: "sns.amazonaws.com" },
            Action: "sqs:SendMessage",
            Resource: queue,
            Condition: { ArnEquals: { "aws:SourceArn": [topicArn] } },
          },
        ],
      },
    ]);
  });

  it("forwards all chosen events to event buses as AWS writes them, with a role for nothing else", () => {
    const settings: NotifySettings = { eventBuses: [bus], events: ["run-failed", "approval-refused", "build-slow"] };
    const [rule] = plan(settings).eventRules;
    assert.deepEqual(rule?.targets, [
      {
        arn: bus,
        roleArn: "arn:aws:iam::111122223333:role/shop+events+eu-central-1",
        key: "event-bus/central-444455556666-us-east-1",
      },
    ]);
    const pattern = JSON.parse(JSON.stringify(rule?.pattern));
    assert.equal(matchesPattern(pattern, { ...runEvent("FAILED") }), true);
    assert.equal(matchesPattern(pattern, { ...actionEvent("FAILED", "Approval") }), true);
    assert.equal(matchesPattern(pattern, { ...actionEvent("FAILED", "Build") }), false);
    assert.equal(matchesPattern(pattern, { ...buildEvent("FAILED") }), false);
    assert.deepEqual(plan(settings).busRole?.statements, [
      { Sid: "Forward", Effect: "Allow", Action: ["events:PutEvents"], Resource: [bus] },
    ]);
    assert.deepEqual(JSON.parse(plan(settings).busRole?.trust ?? "").Statement[0].Condition, {
      StringEquals: { "aws:SourceAccount": "111122223333" },
      ArnEquals: { "aws:SourceArn": "arn:aws:events:eu-central-1:111122223333:rule/shop-forward" },
    });
  });

  it("prints the statements by which EventBridge and SNS send undelivered messages to a queue", () => {
    const [dead] = plan({ emails: ["team@acme.example"], deadLetterQueue: queue }).ownerStatements;
    assert.deepEqual(
      dead?.statements.map(({ Sid, Principal, Condition }) => [Sid, Principal, Condition]),
      [
        [
          "UndeliveredEvents",
          { Service: "events.amazonaws.com" },
          {
            ArnEquals: {
              "aws:SourceArn": [
                "arn:aws:events:eu-central-1:111122223333:rule/shop-run",
                "arn:aws:events:eu-central-1:111122223333:rule/shop-action",
              ],
            },
          },
        ],
        ["UndeliveredMessages", { Service: "sns.amazonaws.com" }, { ArnEquals: { "aws:SourceArn": [topicArn] } }],
      ],
    );
  });

  it("names everything within the limits of AWS, whatever the length of its name", () => {
    const planned = planNotifications(
      scope,
      "n".repeat(90),
      { environment: "shop", pipelineNames: ["p".repeat(100)], projectNames: [] },
      { emails: ["team@acme.example"], slack, eventBuses: [bus], events: ["run-succeeded", "run-stopped"] },
    );
    assert.ok(planned.eventRules.every(({ ruleName }) => ruleName.length <= 64));
    assert.ok(planned.notificationRules.every(({ ruleName }) => /^[\w-]{1,64}$/.test(ruleName)));
    assert.ok([planned.chatRole, planned.busRole].every((role) => (role?.roleName.length ?? 65) <= 64));
    assert.ok(planned.channels.every(({ configurationName }) => /^[\w-]{1,128}$/.test(configurationName)));
  });
});
