import { z } from "zod";
import { alarmArn } from "../aws/arn";
import { notificationNameOf } from "../aws/physical-name";
import type { AwsScope } from "../aws/scope";
import type { Problem } from "../schema/problem";
import { allowedKeys } from "../schema/vocabulary";

/** Limits of alarms. Failed runs and builds need none. */
export const alarmLimitsShape = {
  /**
   * Minutes after which a run is slow, waiting for approvals included: 1 to 10080.
   * @default - no alarm on slow runs
   */
  slowRunMinutes: z.int().min(1).max(10_080).optional(),
  /**
   * Minutes after which a build is slow: 1 to 2160.
   * @default - no alarm on slow builds
   */
  slowBuildMinutes: z.int().min(1).max(2160).optional(),
  /**
   * Minutes after which a build waited too long in the queue: 1 to 480.
   * @default - no alarm on the queue
   */
  queueMinutes: z.int().min(1).max(480).optional(),
};

export const alarmLimitsSchema = allowedKeys(alarmLimitsShape);

/** Limits of alarms. */
export interface AlarmLimits extends z.output<typeof alarmLimitsSchema> {}

/** A metric of one pipeline or project. */
export interface PlannedMetric {
  readonly namespace: "AWS/CodePipeline" | "AWS/CodeBuild";
  readonly metricName: string;
  readonly dimension: readonly [name: "PipelineName" | "ProjectName", value: string];
}

/** An alarm on one metric. */
export interface PlannedAlarm extends PlannedMetric {
  readonly key: string;
  readonly alarmName: string;
  readonly description: string;
  readonly statistic: "Sum" | "Maximum";
  readonly threshold: number;
}

/** Alarms of an environment, the alarm that joins them, and the dashboard. */
export interface AlarmsPlan {
  readonly name: string;
  readonly scope: AwsScope;
  readonly alarms: readonly PlannedAlarm[];
  /** The name of the alarm that is on while any other one is. */
  readonly joinedName: string;
  readonly joinedRule: string;
  readonly dashboardName: string;
  readonly dashboardBody: string;
}

/** The pipelines and projects of alarms. */
export interface AlarmedParts {
  readonly pipelineNames: readonly string[];
  readonly projectNames: readonly string[];
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const longestName = 255;

/**
 * Plans the alarms and the dashboard of an environment, on metrics that AWS has.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/metrics-dimensions.html
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/cloudwatch_metrics-codebuild.html
 */
export function planAlarms(scope: AwsScope, name: string, parts: AlarmedParts, limits: AlarmLimits): AlarmsPlan {
  const { slowRunMinutes, slowBuildMinutes, queueMinutes } = limits;
  const alarm = (
    metric: PlannedMetric,
    kind: string,
    description: string,
    threshold: Pick<PlannedAlarm, "statistic" | "threshold">,
  ): PlannedAlarm => {
    const key = `${metric.dimension[1]}-${kind}`;
    return { ...metric, ...threshold, key, description, alarmName: notificationNameOf([name, key], longestName) };
  };
  const slow = (metric: PlannedMetric, kind: string, what: string, minutes: number | undefined) =>
    minutes === undefined
      ? []
      : [
          alarm(metric, kind, `${what} took more than ${minutes} minutes`, {
            statistic: "Maximum",
            threshold: minutes * 60,
          }),
        ];
  const failed = { statistic: "Sum", threshold: 0 } as const;
  const alarms = [
    ...parts.pipelineNames.flatMap((pipeline) => [
      alarm(ofPipeline(pipeline, "FailedPipelineExecutions"), "failed", `A run of ${pipeline} failed`, failed),
      ...slow(ofPipeline(pipeline, "PipelineDuration"), "slow", `A run of ${pipeline}`, slowRunMinutes),
    ]),
    ...parts.projectNames.flatMap((project) => [
      alarm(ofProject(project, "FailedBuilds"), "failed", `A build of ${project} failed`, failed),
      ...slow(ofProject(project, "Duration"), "slow", `A build of ${project}`, slowBuildMinutes),
      ...slow(ofProject(project, "QueuedDuration"), "queued", `The queue of ${project}`, queueMinutes),
    ]),
  ];
  return {
    name,
    scope,
    alarms,
    joinedName: notificationNameOf([name, "any"], longestName),
    joinedRule: alarms.map(({ alarmName }) => `ALARM("${alarmName}")`).join(" OR "),
    dashboardName: notificationNameOf([name], longestName),
    dashboardBody: JSON.stringify({ widgets: widgetsOf(scope, parts, alarms) }),
  };
}

/** The pattern of the ARNs of all alarms of a component, for the policy of its topic. */
export function alarmsArn(scope: AwsScope, name: string): string {
  return alarmArn(scope, `${notificationNameOf([name], longestName)}-*`);
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html */
const alarmsOfOne = 100;
const longestRule = 10_240;

/** Refuses more alarms than one alarm can join. */
export function alarmProblems({ alarms, joinedRule }: AlarmsPlan): Problem[] {
  return alarms.length > alarmsOfOne || joinedRule.length > longestRule
    ? [
        {
          path: "pipelineNames",
          reason: `and projectNames make ${alarms.length} alarms: AWS joins at most ${alarmsOfOne}, in ${longestRule} characters`,
        },
      ]
    : [];
}

function ofPipeline(pipeline: string, metricName: string): PlannedMetric {
  return { namespace: "AWS/CodePipeline", metricName, dimension: ["PipelineName", pipeline] };
}

function ofProject(project: string, metricName: string): PlannedMetric {
  return { namespace: "AWS/CodeBuild", metricName, dimension: ["ProjectName", project] };
}

type Widget = Readonly<Record<string, unknown>>;

/**
 * Widgets in rows of two, 12 columns each.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
function widgetsOf(
  scope: AwsScope,
  { pipelineNames, projectNames }: AlarmedParts,
  alarms: readonly PlannedAlarm[],
): Widget[] {
  const { region } = scope;
  const chart = (title: string, stat: string, metrics: readonly PlannedMetric[], label = "") => ({
    type: "metric",
    properties: {
      title,
      region,
      stat,
      period: 3600,
      view: "timeSeries",
      metrics: metrics.map(({ namespace, metricName, dimension }) => [namespace, metricName, ...dimension]),
      ...(label !== "" && { yAxis: { left: { min: 0, label, showUnits: false } } }),
    },
  });
  const runs = [
    chart(
      "Failed runs",
      "Sum",
      pipelineNames.map((name) => ofPipeline(name, "FailedPipelineExecutions")),
    ),
    chart(
      "Duration of runs",
      "Maximum",
      pipelineNames.map((name) => ofPipeline(name, "PipelineDuration")),
      "Seconds",
    ),
  ];
  const builds = [
    chart(
      "Succeeded builds",
      "Sum",
      projectNames.map((name) => ofProject(name, "SucceededBuilds")),
    ),
    chart(
      "Failed builds",
      "Sum",
      projectNames.map((name) => ofProject(name, "FailedBuilds")),
    ),
    chart(
      "Duration of builds",
      "Maximum",
      projectNames.map((name) => ofProject(name, "Duration")),
      "Seconds",
    ),
    chart(
      "Time in the queue",
      "Maximum",
      projectNames.map((name) => ofProject(name, "QueuedDuration")),
      "Seconds",
    ),
  ];
  const states = {
    type: "alarm",
    properties: { title: "Alarms", alarms: alarms.map(({ alarmName }) => alarmArn(scope, alarmName)) },
  };
  return [states, ...runs, ...(projectNames.length > 0 ? builds : [])].map((widget, index) => ({
    ...widget,
    x: (index % 2) * 12,
    y: Math.floor(index / 2) * 6,
    width: 12,
    height: 6,
  }));
}
