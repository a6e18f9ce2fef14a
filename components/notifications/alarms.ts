import { z } from "zod";
import { alarmArn } from "../aws/arn";
import { notificationNameOf } from "../aws/physical-name";
import type { AwsScope } from "../aws/scope";
import type { Problem } from "../schema/problem";
import { allowedKeys } from "../schema/vocabulary";
import { dashboardBody, dashboardProblems } from "./dashboard";
import { type HistoryPlan, planHistory } from "./history";
import { ofHistory, ofPipeline, ofProject, type PlannedMetric } from "./metrics";
import { keyOf } from "./notification-rules";

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
  /**
   * Keeps the ends of runs, failures and approvals in a log group for a year. CloudWatch counts succeeded runs and refused
   * approvals in it, which AWS has no metric of. It adds an alarm on refused approvals, the success rate, the last
   * deployments and the last failures. In an environment, the pipeline also publishes the time from commit to deployment.
   * @default false
   */
  history: z.boolean().optional(),
};

export const alarmLimitsSchema = allowedKeys(alarmLimitsShape);

/** Limits of alarms. */
export interface AlarmLimits extends z.output<typeof alarmLimitsSchema> {}

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
  /** Alarms between the joined one and the others, where these are more than one alarm joins. */
  readonly groups: readonly PlannedGroup[];
  /** The name of the alarm that is on while any other one is. */
  readonly joinedName: string;
  readonly joinedRule: string;
  readonly dashboardName: string;
  readonly dashboardBody: string;
  /** The log group of events, if settings ask for it. */
  readonly history: HistoryPlan | undefined;
}

/** An alarm that joins some others. */
export interface PlannedGroup {
  readonly key: string;
  readonly alarmName: string;
  readonly rule: string;
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
  const history = limits.history === true ? planHistory(scope, name, parts) : undefined;
  const alarm = (
    metric: PlannedMetric,
    kind: string,
    description: string,
    threshold: Pick<PlannedAlarm, "statistic" | "threshold">,
  ): PlannedAlarm => {
    const [dimension, owner] = metric.dimension;
    const reporter = dimension === "ProjectName" ? "project" : "pipeline";
    const key = `${keyOf(reporter, owner, parts.pipelineNames)}-${kind}`;
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
      ...(history === undefined
        ? []
        : [
            alarm(ofHistory(pipeline, "RefusedApprovals"), "refused", `An approval of ${pipeline} was refused`, failed),
          ]),
    ]),
    ...parts.projectNames.flatMap((project) => [
      alarm(ofProject(project, "FailedBuilds"), "failed", `A build of ${project} failed`, failed),
      ...slow(ofProject(project, "Duration"), "slow", `A build of ${project}`, slowBuildMinutes),
      ...slow(ofProject(project, "QueuedDuration"), "queued", `The queue of ${project}`, queueMinutes),
    ]),
  ];
  const groups = groupsOf(name, alarms);
  return {
    name,
    scope,
    alarms,
    groups,
    joinedName: notificationNameOf([name, "any"], longestName),
    joinedRule: anyAlarm(groups.length > 0 ? groups : alarms),
    dashboardName: notificationNameOf([name], longestName),
    dashboardBody: dashboardBody(scope, parts, alarms, history),
    history,
  };
}

/** The rule of an alarm that is on while any of some alarms is. */
function anyAlarm(alarms: readonly Pick<PlannedAlarm, "alarmName">[]): string {
  return alarms.map(({ alarmName }) => `ALARM("${alarmName}")`).join(" OR ");
}

/** Groups alarms where they are more than one alarm joins. A group has the name of its first alarm. */
function groupsOf(name: string, alarms: readonly PlannedAlarm[]): PlannedGroup[] {
  if (fitsOne(alarms)) {
    return [];
  }
  const groups: PlannedAlarm[][] = [];
  for (const alarm of alarms) {
    const last = groups.at(-1);
    if (last !== undefined && fitsOne([...last, alarm])) {
      last.push(alarm);
    } else {
      groups.push([alarm]);
    }
  }
  return groups.map((group) => {
    const key = `any-${group[0]?.key ?? ""}`;
    return { key, alarmName: notificationNameOf([name, key], longestName), rule: anyAlarm(group) };
  });
}

function fitsOne(alarms: readonly PlannedAlarm[]): boolean {
  return alarms.length <= alarmsOfOne && anyAlarm(alarms).length <= longestRule;
}

/** The pattern of the ARNs of all alarms of a component, for the policy of its topic. */
export function alarmsArn(scope: AwsScope, name: string): string {
  return alarmArn(scope, `${notificationNameOf([name], longestName)}-*`);
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html */
const alarmsOfOne = 100;
const longestRule = 10_240;

/** Refuses more alarms than two levels can join, and more metrics than a dashboard shows. */
export function alarmProblems({ alarms, groups, joinedRule, dashboardBody: body }: AlarmsPlan): Problem[] {
  return [
    ...(groups.length > alarmsOfOne || joinedRule.length > longestRule
      ? [
          {
            path: "pipelineNames",
            reason: `and projectNames make ${alarms.length} alarms, in ${groups.length} groups: AWS joins at most ${alarmsOfOne} groups, in ${longestRule} characters`,
          },
        ]
      : []),
    ...dashboardProblems(body),
  ];
}
