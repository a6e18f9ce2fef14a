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

  it("draws a dashboard that CloudWatch accepts: widgets in a grid of 24 columns, metrics of the region", () => {
    const { dashboardBody } = planAlarms(scope, "shop-alarms", parts, {});
    const { widgets } = JSON.parse(dashboardBody);
    assert.deepEqual(
      widgets.map(
        ({ type, x, y, properties }: { type: string; x: number; y: number; properties: { title: string } }) => [
          type,
          x,
          y,
          properties.title,
        ],
      ),
      [
        ["alarm", 0, 0, "Alarms"],
        ["metric", 12, 0, "Failed runs"],
        ["metric", 0, 6, "Duration of runs"],
        ["metric", 12, 6, "Succeeded builds"],
        ["metric", 0, 12, "Failed builds"],
        ["metric", 12, 12, "Duration of builds"],
        ["metric", 0, 18, "Time in the queue"],
      ],
    );
    assert.deepEqual(widgets[0].properties.alarms, [
      "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:shop-alarms-shop-failed",
      "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:shop-alarms-shop-image-failed",
    ]);
    assert.deepEqual(widgets[2], {
      type: "metric",
      properties: {
        title: "Duration of runs",
        region: "eu-central-1",
        stat: "Maximum",
        period: 3600,
        view: "timeSeries",
        metrics: [["AWS/CodePipeline", "PipelineDuration", "PipelineName", "shop"]],
        yAxis: { left: { min: 0, label: "Seconds", showUnits: false } },
      },
      x: 0,
      y: 6,
      width: 12,
      height: 6,
    });
  });

  it("draws no builds without projects", () => {
    const { dashboardBody } = planAlarms(scope, "shop-alarms", { ...parts, projectNames: [] }, {});
    assert.equal(JSON.parse(dashboardBody).widgets.length, 3);
  });

  it("refuses more alarms than one alarm joins", () => {
    const many = Array.from({ length: 101 }, (_, index) => `p${index}`);
    const plan = planAlarms(scope, "shop", { pipelineNames: many, projectNames: [] }, {});
    assert.deepEqual(alarmProblems(plan), [
      {
        path: "pipelineNames",
        reason: "and projectNames make 101 alarms: AWS joins at most 100, in 10240 characters",
      },
    ]);
    assert.deepEqual(alarmProblems(planAlarms(scope, "shop", parts, {})), []);
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
