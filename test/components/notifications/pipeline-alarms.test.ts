import assert from "node:assert/strict";
import { PipelineAlarms, type PipelineAlarmsArgs } from "../../../components/notifications/pipeline-alarms";
import { PipelineNotifications } from "../../../components/notifications/pipeline-notifications";
import { counts, only, record } from "../../support/recorder";

const topicArn = "arn:aws:sns:eu-central-1:111122223333:operators";
const args: PipelineAlarmsArgs = {
  account: "111122223333",
  region: "eu-central-1",
  pipelineNames: ["shop"],
  projectNames: ["shop-image"],
  topicArns: [topicArn],
  slowRunMinutes: 60,
  tags: { owner: "acme" },
};

describe("PipelineAlarms", () => {
  it("creates an alarm on each metric, one that joins them, and a dashboard", async () => {
    const recorded = await record({ preview: true }, (opts) => new PipelineAlarms("watch", args, opts));
    assert.deepEqual(counts(recorded), {
      "aws:cloudwatch/compositeAlarm:CompositeAlarm": 1,
      "aws:cloudwatch/dashboard:Dashboard": 1,
      "aws:cloudwatch/metricAlarm:MetricAlarm": 3,
    });
    assert.deepEqual(only(recorded, "aws:cloudwatch/metricAlarm:MetricAlarm", "watch-shop-slow").inputs, {
      region: "eu-central-1",
      name: "watch-shop-slow",
      alarmDescription: "A run of shop took more than 60 minutes",
      namespace: "AWS/CodePipeline",
      metricName: "PipelineDuration",
      dimensions: { PipelineName: "shop" },
      statistic: "Maximum",
      period: 300,
      evaluationPeriods: 1,
      threshold: 3600,
      comparisonOperator: "GreaterThanThreshold",
      treatMissingData: "notBreaching",
      alarmActions: [topicArn],
      okActions: [topicArn],
      tags: { owner: "acme" },
    });
    // CloudWatch refuses a rule that names an alarm which does not exist.
    const joined = only(recorded, "aws:cloudwatch/compositeAlarm:CompositeAlarm", "watch-any");
    assert.deepEqual(joined.dependsOn, ["watch-shop-failed", "watch-shop-image-failed", "watch-shop-slow"]);
  });

  it("keeps a history where asked, in a log group under the key, and counts what AWS has no metric of", async () => {
    const key = "arn:aws:kms:eu-central-1:111122223333:key/1";
    const recorded = await record(
      { preview: true },
      (opts) => new PipelineAlarms("watch", { ...args, history: true, encryptionKeyArn: key }, opts),
    );
    const { kmsKeyId, retentionInDays } = only(recorded, "aws:cloudwatch/logGroup:LogGroup", "watch-history").inputs;
    assert.deepEqual([kmsKeyId, retentionInDays], [key, 365]);
    const target = only(recorded, "aws:cloudwatch/eventTarget:EventTarget", "watch-history-target");
    assert.equal(target.inputs.arn, "arn:aws:logs:eu-central-1:111122223333:log-group:/aws/events/watch-history");
    assert.equal(target.inputs.roleArn, undefined);
    assert.deepEqual(target.dependsOn, ["watch-history-policy"]);
    const filter = only(recorded, "aws:cloudwatch/logMetricFilter:LogMetricFilter", "watch-SucceededRuns");
    assert.deepEqual(filter.inputs.metricTransformation, {
      ...{ namespace: "aws-pipelines", name: "SucceededRuns", value: "1", unit: "Count" },
      dimensions: { PipelineName: "$.detail.pipeline" },
    });
    assert.equal(counts(recorded)["aws:cloudwatch/metricAlarm:MetricAlarm"], 4);
  });

  it("refuses a history without the key of its log group", async () => {
    await assert.rejects(
      record({ preview: true }, (opts) => new PipelineAlarms("watch", { ...args, history: true }, opts)),
      /encryptionKeyArn: is missing, and history keeps a log group: give the key that encrypts it/,
    );
  });

  it("is a part of notifications where settings ask for alarms", async () => {
    const { topicArns: _, slowRunMinutes, ...others } = args;
    const told = { ...others, emails: ["team@acme.example"], alarms: { slowRunMinutes } };
    const recorded = await record({ preview: false }, (opts) => new PipelineNotifications("told", told, opts));
    const { alarmActions } = only(recorded, "aws:cloudwatch/metricAlarm:MetricAlarm", "told-alarms-shop-failed").inputs;
    assert.deepEqual(alarmActions, ["arn:aws:made:::told"]);
  });

  it("refuses wrong arguments, all at once", async () => {
    await assert.rejects(
      record(
        { preview: true },
        (opts) => new PipelineAlarms("watch", { ...args, topicArns: [], queueMinutes: 0 }, opts),
      ),
      (error: Error) => {
        assert.deepEqual(error.message.split("\n"), [
          "PipelineAlarms watch has 2 problems:",
          "  queueMinutes: is 0: give at least 1",
          "  topicArns: is []: give at least 1 entry",
        ]);
        return true;
      },
    );
  });
});
