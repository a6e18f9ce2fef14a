import { alarmArn } from "../aws/arn";
import type { AwsScope } from "../aws/scope";
import { projectLogGroup } from "../iam/build-access";
import type { Problem } from "../schema/problem";
import { type HistoryPlan, historyQueries } from "./history";
import { ofHistory, ofLeadTime, ofPipeline, ofProject, type PlannedMetric } from "./metrics";

type Widget = Readonly<Record<string, unknown>>;

/** Names that a dashboard draws. */
interface DrawnParts {
  readonly pipelineNames: readonly string[];
  readonly projectNames: readonly string[];
}

const GRID = { columns: 24, width: 12, height: 6 } as const;
const HOUR = 3600;
const DAY = 24 * HOUR;

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html */
const metricsOfWidget = 500;

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Source.html */
const logGroupsOfQuery = 50;

/**
 * The body of a dashboard: alarms, runs, builds, queues, and errors in the logs of builds. A history adds runs that
 * succeeded, the success rate, refused approvals, the last deployments and the last failures. Widgets stand in rows of two.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export function dashboardBody(
  scope: AwsScope,
  parts: DrawnParts,
  alarms: readonly { readonly alarmName: string }[],
  history: HistoryPlan | undefined,
): string {
  const widgets = [
    {
      type: "alarm",
      properties: { title: "Alarms", alarms: alarms.map(({ alarmName }) => alarmArn(scope, alarmName)) },
    },
    ...runWidgets(scope, parts.pipelineNames),
    ...(history === undefined ? [] : historyWidgets(scope, parts.pipelineNames, history)),
    ...(parts.projectNames.length === 0 ? [] : buildWidgets(scope, parts.projectNames)),
  ];
  const perRow = GRID.columns / GRID.width;
  return JSON.stringify({
    widgets: widgets.map((widget, index) => ({
      ...widget,
      x: (index % perRow) * GRID.width,
      y: Math.floor(index / perRow) * GRID.height,
      width: GRID.width,
      height: GRID.height,
    })),
  });
}

/** Refuses more metrics in one chart than CloudWatch draws. */
export function dashboardProblems(body: string): Problem[] {
  const { widgets } = JSON.parse(body) as { widgets: { properties: { title: string; metrics?: unknown[] } }[] };
  const most = Math.max(0, ...widgets.map(({ properties }) => properties.metrics?.length ?? 0));
  return most <= metricsOfWidget
    ? []
    : [
        {
          path: "pipelineNames",
          reason: `and projectNames make a chart of ${most} metrics: CloudWatch draws at most ${metricsOfWidget}`,
        },
      ];
}

function runWidgets(scope: AwsScope, pipelineNames: readonly string[]): Widget[] {
  const of = (metricName: Parameters<typeof ofPipeline>[1]) =>
    pipelineNames.map((name) => ofPipeline(name, metricName));
  return [
    chart(scope, "Failed runs", "Sum", of("FailedPipelineExecutions")),
    chart(scope, "Duration of runs", "Maximum", of("PipelineDuration"), "Seconds"),
  ];
}

function historyWidgets(scope: AwsScope, pipelineNames: readonly string[], { logGroupName }: HistoryPlan): Widget[] {
  const rates = pipelineNames.flatMap((name, index) => [
    metric(ofHistory(name, "SucceededRuns"), { id: `s${index}`, visible: false }),
    metric(ofPipeline(name, "FailedPipelineExecutions"), { id: `f${index}`, visible: false }),
    [
      {
        expression: `100 * FILL(s${index}, 0) / (FILL(s${index}, 0) + FILL(f${index}, 0))`,
        label: name,
        id: `r${index}`,
      },
    ],
  ]);
  return [
    chart(
      scope,
      "Succeeded runs a day",
      "Sum",
      pipelineNames.map((name) => ofHistory(name, "SucceededRuns")),
      "",
      DAY,
    ),
    {
      type: "metric",
      properties: {
        title: "Success rate a day",
        region: scope.region,
        stat: "Sum",
        period: DAY,
        view: "timeSeries",
        metrics: rates,
        yAxis: { left: { min: 0, max: 100, label: "Percent", showUnits: false } },
      },
    },
    chart(
      scope,
      "Refused approvals",
      "Sum",
      pipelineNames.map((name) => ofHistory(name, "RefusedApprovals")),
    ),
    chart(scope, "Lead time, median of a day", "p50", pipelineNames.map(ofLeadTime), "Seconds", DAY),
    logs(scope, "Last deployments", [logGroupName], historyQueries.deployments),
    logs(scope, "Last failures", [logGroupName], historyQueries.failures),
  ];
}

function buildWidgets(scope: AwsScope, projectNames: readonly string[]): Widget[] {
  const of = (metricName: Parameters<typeof ofProject>[1]) => projectNames.map((name) => ofProject(name, metricName));
  const groups = projectNames.slice(0, logGroupsOfQuery).map(projectLogGroup);
  return [
    chart(scope, "Succeeded builds", "Sum", of("SucceededBuilds")),
    chart(scope, "Failed builds", "Sum", of("FailedBuilds")),
    chart(scope, "Duration of builds", "Maximum", of("Duration"), "Seconds"),
    chart(scope, "Time in the queue", "Maximum", of("QueuedDuration"), "Seconds"),
    logs(
      scope,
      "Errors in builds",
      groups,
      "fields @timestamp, @log, @message | filter @message like /(?i)error|failed/ | sort @timestamp desc | limit 20",
    ),
  ];
}

function chart(
  { region }: AwsScope,
  title: string,
  stat: "Sum" | "Maximum" | "p50",
  metrics: readonly PlannedMetric[],
  label = "",
  period = HOUR,
): Widget {
  return {
    type: "metric",
    properties: {
      title,
      region,
      stat,
      period,
      view: "timeSeries",
      metrics: metrics.map((one) => metric(one)),
      ...(label !== "" && { yAxis: { left: { min: 0, label, showUnits: false } } }),
    },
  };
}

function metric({ namespace, metricName, dimension }: PlannedMetric, options?: object): unknown[] {
  return [namespace, metricName, ...dimension, ...(options === undefined ? [] : [options])];
}

function logs({ region }: AwsScope, title: string, logGroups: readonly string[], query: string): Widget {
  const sources = logGroups.map((group) => `SOURCE '${group}' | `);
  return { type: "log", properties: { title, region, view: "table", query: `${sources.join("")}${query}` } };
}
