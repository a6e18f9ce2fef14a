import assert from "node:assert/strict";
import { alarmProblems, planAlarms } from "../../../components/notifications/alarms";
import { planNotifications } from "../../../components/notifications/plan";
import { scope } from "../../support/scopes";

const parts = { pipelineNames: ["shop"], projectNames: ["shop-image"] };
const topicArn = "arn:aws:sns:eu-central-1:111122223333:shop";

describe("the plan of alarms", () => {
  it("watches failures on AWS's own metrics", () => {
    const { alarms, joinedName, joinedRule } = planAlarms(scope, "shop-alarms", parts, {});
    assert.deepEqual(
      alarms.map(({ alarmName, namespace, metricName, dimension, statistic, threshold }) => [
        alarmName,
        `${namespace} ${metricName} ${dimension.join("=")}`,
        `${statistic} > ${threshold}`,
      ]),
      [
        ["shop-alarms-shop-failed", "AWS/CodePipeline FailedPipelineExecutions PipelineName=shop", "Sum > 0"],
        ["shop-alarms-shop-image-failed", "AWS/CodeBuild FailedBuilds ProjectName=shop-image", "Sum > 0"],
      ],
    );
    assert.equal(joinedName, "shop-alarms-any");
    assert.equal(joinedRule, 'ALARM("shop-alarms-shop-failed") OR ALARM("shop-alarms-shop-image-failed")');
  });

  it("watches durations beyond the given limits, in seconds", () => {
    const limits = { slowRunMinutes: 120, slowBuildMinutes: 30, queueMinutes: 10 };
    const { alarms } = planAlarms(scope, "shop-alarms", parts, limits);
    assert.deepEqual(
      alarms
        .filter(({ statistic }) => statistic === "Maximum")
        .map(({ metricName, threshold, description }) => [metricName, threshold, description]),
      [
        ["PipelineDuration", 7200, "A run of shop took more than 120 minutes"],
        ["Duration", 1800, "A build of shop-image took more than 30 minutes"],
        ["QueuedDuration", 600, "The queue of shop-image took more than 10 minutes"],
      ],
    );
  });

  it("watches refused approvals on the metric that CloudWatch counts in the history", () => {
    const { alarms, history } = planAlarms(scope, "shop-alarms", parts, { history: true });
    const [, refused] = alarms;
    assert.deepEqual(
      [refused?.alarmName, refused?.namespace, refused?.metricName, refused?.dimension, refused?.description],
      [
        "shop-alarms-shop-refused",
        "aws-pipelines",
        "RefusedApprovals",
        ["PipelineName", "shop"],
        "An approval of shop was refused",
      ],
    );
    assert.equal(history?.logGroupName, "/aws/events/shop-alarms-history");
    assert.equal(planAlarms(scope, "shop-alarms", parts, {}).history, undefined);
  });

  it("keeps a pipeline and a project of one name apart", () => {
    const { alarms } = planAlarms(scope, "w", { pipelineNames: ["shop"], projectNames: ["shop"] }, {});
    assert.deepEqual(
      alarms.map(({ alarmName }) => alarmName),
      ["w-shop-failed", "w-shop-project-failed"],
    );
  });

  it("joins more alarms than one alarm takes in groups with the names of their first alarms", () => {
    const many = Array.from({ length: 101 }, (_, index) => `p${index}`);
    const plan = planAlarms(scope, "shop", { pipelineNames: many, projectNames: [] }, {});
    assert.deepEqual(
      plan.groups.map(({ key, alarmName, rule }) => [key, alarmName, rule.split(" OR ").length]),
      [
        ["any-p0-failed", "shop-any-p0-failed", 100],
        ["any-p100-failed", "shop-any-p100-failed", 1],
      ],
    );
    assert.equal(plan.joinedRule, 'ALARM("shop-any-p0-failed") OR ALARM("shop-any-p100-failed")');
    assert.deepEqual(alarmProblems(plan), []);
    assert.deepEqual(planAlarms(scope, "shop", parts, {}).groups, []);
  });

  it("keeps the rule of each group within AWS's length", () => {
    const long = Array.from({ length: 60 }, (_, index) => `${"p".repeat(90)}${index}`);
    const plan = planAlarms(scope, "s".repeat(120), { pipelineNames: long, projectNames: [] }, {});
    assert.ok(plan.groups.length > 1 && plan.groups.every(({ rule }) => rule.length <= 10_240));
  });

  it("refuses more metrics than a chart draws, and more groups than one alarm joins", () => {
    const of = (count: number) => {
      const pipelineNames = Array.from({ length: count }, (_, index) => `p${index}`);
      return alarmProblems(planAlarms(scope, "shop", { pipelineNames, projectNames: [] }, {}));
    };
    const chart = (count: number) => ({
      path: "pipelineNames",
      reason: `and projectNames make a chart of ${count} metrics: CloudWatch draws at most 500`,
    });
    assert.deepEqual(of(500), []);
    assert.deepEqual(of(501), [chart(501)]);
    assert.deepEqual(of(10_001), [
      {
        path: "pipelineNames",
        reason: "and projectNames make 10001 alarms, in 101 groups: AWS joins at most 100 groups, in 10240 characters",
      },
      chart(10_001),
    ]);
  });
});

describe("notifications with alarms", () => {
  const plan = (settings: Parameters<typeof planNotifications>[3]) =>
    planNotifications(scope, "shop", { environment: "shop", ...parts }, settings);

  it("let CloudWatch publish alarms of this environment to the topic, and use its key", () => {
    const { topics, publishers, alarmTopicArns } = plan({ emails: ["team@acme.example"], alarms: {} });
    const [, , statement] = JSON.parse(topics[0]?.policy ?? "").Statement;
    assert.deepEqual(statement, {
      Sid: "Alarms",
      Effect: "Allow",
      Principal: { Service: "cloudwatch.amazonaws.com" },
      Action: "sns:Publish",
      Resource: topicArn,
      Condition: {
        StringEquals: { "aws:SourceAccount": "111122223333" },
        ArnLike: { "aws:SourceArn": "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:shop-alarms-*" },
      },
    });
    assert.deepEqual(publishers.services, ["cloudwatch", "events"]);
    assert.deepEqual(alarmTopicArns, [topicArn]);
  });

  it("show alarms in chats by the topic of chats", () => {
    const slack = [{ workspaceId: "T0AAAAAAA", channelId: "C0AAAAAAA" }];
    assert.deepEqual(plan({ slack, alarms: {} }).alarmTopicArns, [`${topicArn}-chat`]);
  });

  it("have none unless settings ask", () => {
    const { alarms, alarmTopicArns } = plan({ emails: ["team@acme.example"] });
    assert.deepEqual([alarms, alarmTopicArns], [undefined, []]);
  });
});
