import assert from "node:assert/strict";
import { dashboardBody, dashboardProblems } from "../../../components/notifications/dashboard";
import { planHistory } from "../../../components/notifications/history";
import { scope } from "../../support/scopes";

const parts = { pipelineNames: ["shop"], projectNames: ["shop-image"] };
const alarms = [{ alarmName: "shop-alarms-shop-failed" }];

interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: Readonly<Record<string, unknown>> & { readonly title: string };
}

const widgetsOf = (...args: Parameters<typeof dashboardBody>): Widget[] => JSON.parse(dashboardBody(...args)).widgets;
const history = planHistory(scope, "watch", parts);

describe("a dashboard", () => {
  it("shows alarms, runs, builds, queues and errors in logs, in a grid of 24 columns", () => {
    const widgets = widgetsOf(scope, parts, alarms, undefined);
    assert.deepEqual(
      widgets.map(({ type, x, y, properties }) => [type, x, y, properties.title]),
      [
        ["alarm", 0, 0, "Alarms"],
        ["metric", 12, 0, "Failed runs"],
        ["metric", 0, 6, "Duration of runs"],
        ["metric", 12, 6, "Succeeded builds"],
        ["metric", 0, 12, "Failed builds"],
        ["metric", 12, 12, "Duration of builds"],
        ["metric", 0, 18, "Time in the queue"],
        ["log", 12, 18, "Errors in builds"],
      ],
    );
    assert.deepEqual(widgets[0]?.properties.alarms, [
      "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:shop-alarms-shop-failed",
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
      ...{ x: 0, y: 6, width: 12, height: 6 },
    });
    assert.equal(
      widgets[7]?.properties.query,
      "SOURCE '/aws/codebuild/shop-image' | fields @timestamp, @log, @message | filter @message like /(?i)error|failed/ | sort @timestamp desc | limit 20",
    );
  });

  it("shows with a history what AWS has no metric of: successes, their rate, refusals, deployments and failures", () => {
    const widgets = widgetsOf(scope, { ...parts, projectNames: [] }, alarms, history);
    assert.deepEqual(
      widgets.slice(3).map(({ type, properties }) => `${type} ${properties.title}`),
      [
        "metric Succeeded runs a day",
        "metric Success rate a day",
        "metric Refused approvals",
        "metric Lead time, median of a day",
        "log Last deployments",
        "log Last failures",
      ],
    );
    assert.deepEqual(widgets[4]?.properties.metrics, [
      ["aws-pipelines", "SucceededRuns", "PipelineName", "shop", { id: "s0", visible: false }],
      ["AWS/CodePipeline", "FailedPipelineExecutions", "PipelineName", "shop", { id: "f0", visible: false }],
      [{ expression: "100 * FILL(s0, 0) / (FILL(s0, 0) + FILL(f0, 0))", label: "shop", id: "r0" }],
    ]);
    assert.deepEqual(
      [widgets[6]?.properties.metrics, widgets[6]?.properties.stat],
      [[["aws-pipelines", "LeadTime", "PipelineName", "shop"]], "p50"],
    );
    assert.match(String(widgets[7]?.properties.query), /^SOURCE '\/aws\/events\/watch-history' \| fields @timestamp/);
  });

  it("has the form of AWS's page: types, sizes within the grid, a region, and one metric or query each", () => {
    for (const { type, x, y, width, height, properties } of widgetsOf(scope, parts, alarms, history)) {
      assert.ok(["alarm", "metric", "log"].includes(type));
      assert.ok(x >= 0 && x + width <= 24 && y >= 0 && height >= 1 && height <= 1000);
      assert.ok(type === "alarm" || properties.region === "eu-central-1");
      assert.ok(type !== "metric" || (properties.metrics as unknown[]).length > 0);
      assert.ok(type !== "log" || String(properties.query).startsWith("SOURCE '"));
      assert.ok(typeof properties.title === "string" && properties.title.length <= 255);
    }
  });

  it("asks at most 50 log groups", () => {
    const projectNames = Array.from({ length: 60 }, (_, index) => `p${index}`);
    const [query] = widgetsOf(scope, { ...parts, projectNames }, alarms, undefined).slice(-1);
    assert.equal(String(query?.properties.query).match(/SOURCE/g)?.length, 50);
  });

  it("draws at most 500 metrics in a chart: with a history, 166 pipelines", () => {
    const of = (count: number) => {
      const pipelineNames = Array.from({ length: count }, (_, index) => `p${index}`);
      return dashboardProblems(dashboardBody(scope, { pipelineNames, projectNames: [] }, alarms, history));
    };
    assert.deepEqual(of(166), []);
    assert.match(of(167)[0]?.reason ?? "", /a chart of 501 metrics: CloudWatch draws at most 500/);
  });
});
