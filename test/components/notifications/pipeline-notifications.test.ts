import assert from "node:assert/strict";
import type { Statement } from "../../../components/iam/statement";
import {
  PipelineNotifications,
  type PipelineNotificationsArgs,
} from "../../../components/notifications/pipeline-notifications";
import { counts, only, type Recorded, record, resolved } from "../../support/recorder";
import { keyArn } from "../../support/scopes";

const slack = [{ workspaceId: "T0AAAAAAA", channelId: "C0AAAAAAA" }];
const teams = [
  {
    tenantId: "12345678-1234-1234-1234-123456789012",
    teamId: "22345678-1234-1234-1234-123456789012",
    channelId: "19%3Aabc%40thread.tacv2",
  },
];
const queue = "arn:aws:sqs:eu-central-1:111122223333:undelivered";

function build(changes: Partial<PipelineNotificationsArgs>, said: string[] = []): Promise<Recorded[]> {
  const args: PipelineNotificationsArgs = {
    account: "111122223333",
    region: "eu-central-1",
    pipelineNames: ["shop"],
    tags: { owner: "acme" },
    ...changes,
  };
  return record({ preview: true }, (opts) => new PipelineNotifications("told", args, opts), said);
}

describe("PipelineNotifications", () => {
  it("tells of checks of drift by a function, and refuses a project of both kinds and a bus alone", async () => {
    const recorded = await build({ emails: ["team@acme.example"], driftProjectNames: ["shop-drift"] });
    const { eventPattern } = only(recorded, "aws:cloudwatch/eventRule:EventRule", "told-log-tail-rule").inputs;
    assert.deepEqual(JSON.parse(String(eventPattern)).detail["project-name"], ["shop-drift"]);
    await assert.rejects(
      build({
        eventBuses: ["arn:aws:events:eu-central-1:111122223333:event-bus/all"],
        projectNames: ["shop-drift"],
        driftProjectNames: ["shop-drift"],
      }),
      /driftProjectNames: reach no event bus: give at least one of emails, .*\n {2}driftProjectNames\[0\]: is "shop-drift", which projectNames names too: name it in one of them/,
    );
  });

  it("tells e-mail addresses about failures by a topic under its own key", async () => {
    const recorded = await build({ emails: ["team@acme.example"] });
    assert.deepEqual(counts(recorded), {
      "aws:cloudwatch/eventRule:EventRule": 2,
      "aws:cloudwatch/eventTarget:EventTarget": 2,
      "aws:kms/alias:Alias": 1,
      "aws:kms/key:Key": 1,
      "aws:sns/topic:Topic": 1,
      "aws:sns/topicSubscription:TopicSubscription": 1,
    });
    const { policy } = only(recorded, "aws:kms/key:Key", "told-key").inputs;
    assert.deepEqual(JSON.parse(String(policy)).Statement[1], {
      Sid: "Topics",
      Effect: "Allow",
      Principal: { Service: ["events.amazonaws.com"] },
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: "*",
      Condition: {
        StringEquals: {
          "kms:EncryptionContext:aws:sns:topicArn": ["arn:aws:sns:eu-central-1:111122223333:told"],
        },
      },
    });
    const rule = only(recorded, "aws:cloudwatch/eventRule:EventRule", "told-run").inputs;
    assert.deepEqual(JSON.parse(String(rule.eventPattern)), {
      source: ["aws.codepipeline"],
      "detail-type": ["CodePipeline Pipeline Execution State Change"],
      detail: { pipeline: ["shop"], state: ["FAILED"] },
    });
    const target = only(recorded, "aws:cloudwatch/eventTarget:EventTarget", "told-run-topic").inputs;
    assert.deepEqual([target.targetId, target.roleArn, target.deadLetterConfig], ["topic", undefined, undefined]);
    assert.match(JSON.stringify(target.inputTransformer), /told: a run of <pipeline> is <state>/);
  });

  it("sends the end of the log of a failed build by a function that its rule alone invokes", async () => {
    const args = { emails: ["team@acme.example"], projectNames: ["shop-image"], logTail: 40, deadLetterQueue: queue };
    const recorded = await build(args);
    assert.deepEqual(
      recorded
        .filter(({ name }) => name.startsWith("told-log-tail"))
        .map(({ type, name }) => `${type} ${name}`)
        .sort(),
      [
        "aws:cloudwatch/eventRule:EventRule told-log-tail-rule",
        "aws:cloudwatch/eventTarget:EventTarget told-log-tail-target",
        "aws:cloudwatch/logGroup:LogGroup told-log-tail-logs",
        "aws:iam/role:Role told-log-tail-role",
        "aws:iam/rolePolicy:RolePolicy told-log-tail-role-policy",
        "aws:lambda/function:Function told-log-tail",
        "aws:lambda/permission:Permission told-log-tail-permission",
      ],
    );
    const { environment, handler, runtime, loggingConfig } = only(
      recorded,
      "aws:lambda/function:Function",
      "told-log-tail",
    ).inputs;
    assert.deepEqual([environment, handler, runtime], [undefined, "index.handler", "nodejs22.x"]);
    assert.deepEqual(loggingConfig, { logFormat: "JSON", logGroup: "/aws/lambda/told-log-tail" });
    const permission = only(recorded, "aws:lambda/permission:Permission", "told-log-tail-permission").inputs;
    assert.deepEqual(
      [permission.principal, permission.sourceArn],
      ["events.amazonaws.com", "arn:aws:events:eu-central-1:111122223333:rule/told-log-tail"],
    );
    const target = only(recorded, "aws:cloudwatch/eventTarget:EventTarget", "told-log-tail-target").inputs;
    assert.deepEqual(target.deadLetterConfig, { arn: queue });
    const { policy } = only(recorded, "aws:kms/key:Key", "told-key").inputs;
    assert.deepEqual(
      JSON.parse(String(policy)).Statement.map(({ Sid }: { Sid: string }) => Sid),
      ["Administer", "Topics", "TopicRoles", "LogGroups"],
    );
  });

  it("makes children that begin with its name and lie below it", async () => {
    const recorded = await build({ emails: ["team@acme.example"], slack, events: ["run-failed", "run-stopped"] });
    const children = recorded.filter(({ type }) => type.startsWith("aws:"));
    assert.deepEqual(
      children.filter(({ name, parent }) => !name.startsWith("told") || parent !== "told"),
      [],
    );
  });

  it("shows chats everything by notification rules, and lets nobody run commands there", async () => {
    const recorded = await build({ slack, teams, events: ["run-failed", "run-succeeded"] });
    assert.deepEqual(counts(recorded), {
      "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration": 1,
      "aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration": 1,
      "aws:codestarnotifications/notificationRule:NotificationRule": 2,
      "aws:iam/role:Role": 1,
    });
    const channel = only(
      recorded,
      "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration",
      "told-slack-C0AAAAAAA",
    ).inputs;
    assert.deepEqual(channel.guardrailPolicyArns, ["arn:aws:iam::aws:policy/AWSDenyAll"]);
    assert.deepEqual([channel.slackTeamId, channel.slackChannelId], ["T0AAAAAAA", "C0AAAAAAA"]);
    const rules = recorded.filter(({ type }) => type.endsWith(":NotificationRule"));
    assert.deepEqual(
      rules.map(({ inputs }) => inputs.eventTypeIds),
      [["codepipeline-pipeline-pipeline-execution-succeeded"], ["codepipeline-pipeline-pipeline-execution-failed"]],
    );
    assert.match(JSON.stringify(rules[0]?.inputs.targets), /AWSChatbotSlack.*AWSChatbotMicrosoftTeams/);
    const { resource, detailType } = rules[0]?.inputs ?? {};
    assert.deepEqual([resource, detailType], ["arn:aws:codepipeline:eu-central-1:111122223333:shop", "FULL"]);
  });

  it("subscribes chats to the messages of events that notification rules lack", async () => {
    const recorded = await build({ slack, events: ["run-stopped"], encryptionKeyArn: keyArn });
    const topic = only(recorded, "aws:sns/topic:Topic", "told-chat").inputs;
    assert.equal(topic.kmsMasterKeyId, keyArn);
    const target = only(recorded, "aws:cloudwatch/eventTarget:EventTarget", "told-run-chat").inputs;
    assert.match(JSON.stringify(target.inputTransformer), /client-markdown/);
    assert.equal(counts(recorded)["aws:codestarnotifications/notificationRule:NotificationRule"], undefined);
  });

  it("lets the topic invoke a function before it subscribes the function", async () => {
    const functions = ["arn:aws:lambda:eu-central-1:111122223333:function:triage"];
    const recorded = await build({ functions });
    assert.deepEqual(only(recorded, "aws:lambda/permission:Permission", "told-triage-permission").inputs, {
      region: "eu-central-1",
      function: "triage",
      action: "lambda:InvokeFunction",
      principal: "sns.amazonaws.com",
      sourceArn: "arn:aws:sns:eu-central-1:111122223333:told",
    });
    const subscription = only(recorded, "aws:sns/topicSubscription:TopicSubscription", "told-function:triage");
    assert.deepEqual(subscription.dependsOn, ["told-triage-permission"]);
  });

  it("forwards events to another account by a role, and keeps undelivered messages", async () => {
    const bus = "arn:aws:events:us-east-1:444455556666:event-bus/central";
    const recorded = await build({ eventBuses: [bus], emails: ["team@acme.example"], deadLetterQueue: queue });
    const target = recorded.find(({ inputs }) => inputs.arn === bus)?.inputs ?? {};
    assert.equal(target.roleArn, "arn:aws:iam::111122223333:role/told+events+eu-central-1");
    assert.deepEqual(target.deadLetterConfig, { arn: queue });
    assert.equal(target.inputTransformer, undefined);
    const { redrivePolicy } = only(
      recorded,
      "aws:sns/topicSubscription:TopicSubscription",
      "told-team@acme.example",
    ).inputs;
    assert.deepEqual(JSON.parse(String(redrivePolicy)), { deadLetterTargetArn: queue });
  });

  it("prints the statements that owners of keys, queues and topics add", async () => {
    const said: string[] = [];
    await build({ emails: ["team@acme.example"], encryptionKeyArn: keyArn, deadLetterQueue: queue }, said);
    assert.equal(said.filter((line) => line.startsWith(`Add to the policy of ${keyArn}:`)).length, 1);
    assert.equal(said.filter((line) => line.startsWith(`Add to the policy of ${queue}:`)).length, 1);
  });

  it("creates its topic with the policy that lets the rules of AWS publish", async () => {
    const recorded = await build({ emails: ["team@acme.example"], events: ["run-succeeded"] });
    const { policy } = only(recorded, "aws:sns/topic:Topic", "told").inputs;
    const services = JSON.parse(String(policy)).Statement.flatMap(({ Principal }: Statement) => Principal);
    assert.deepEqual(services, ["*", { Service: "codestar-notifications.amazonaws.com" }]);
  });

  it("gives the ARN of its topic and of its key", async () => {
    const made: PipelineNotifications[] = [];
    const args = {
      account: "111122223333",
      region: "eu-central-1",
      pipelineNames: ["shop"],
      emails: ["a@acme.example"],
    };
    await record({ preview: false }, (opts) => made.push(new PipelineNotifications("told", args, opts)));
    const [{ topicArn, keyArn: key } = { topicArn: undefined, keyArn: undefined }] = made;
    assert.ok(topicArn && key);
    assert.deepEqual(
      [await resolved(topicArn), await resolved(key)],
      ["arn:aws:made:::told", "arn:aws:made:::told-key"],
    );
  });

  it("refuses wrong arguments, all at once", async () => {
    await assert.rejects(build({ emails: ["team"], pipelineNames: [], environment: "<shop>" }), (error: Error) => {
      assert.deepEqual(error.message.split("\n"), [
        "PipelineNotifications told has 3 problems:",
        "  emails[0]: is no e-mail address: give one such as team@example.com",
        "  pipelineNames: is []: give at least 1 entry",
        '  environment: is "<shop>": give 1 to 100 characters of one line, without < > \\ or quotation marks',
      ]);
      return true;
    });
  });
});
