import { eventRuleArn, logGroupArn } from "../aws/arn";
import { nameLimits, notificationNameOf, physicalName } from "../aws/physical-name";
import type { AwsScope } from "../aws/scope";
import { policyDocument } from "../iam/statement";
import { anyOf, type EventPattern, type NotifiedEvent } from "./events";

/** Events that the history keeps: the ends of runs, failures with their reason, and decisions. */
const historyEvents: readonly NotifiedEvent[] = [
  "run-succeeded",
  "run-failed",
  "run-stopped",
  "action-failed",
  "approval-given",
  "approval-refused",
];

/** Facts that AWS sends about runs by a connection. */
const triggerFields = ["commit-id as commit", "author-display-name as author", "author-date as committed"].map(
  (field) => field.replace(/^\S+/, (key) => `\`detail.execution-trigger.${key}\``),
);

/** The namespace of the metrics of a history. */
export const historyNamespace = "aws-pipelines";

/**
 * Metrics that AWS lacks, counted from events. A run has no stage; an approval is an action with a category.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntaxForMetricFilters.html
 */
const metrics = {
  SucceededRuns: '{ ($.detail.state = "SUCCEEDED") && ($.detail.stage NOT EXISTS) }',
  RefusedApprovals: '{ ($.detail.state = "FAILED") && ($.detail.type.category = "Approval") }',
} as const;

/** The name of a metric of a history. */
export type HistoryMetric = keyof typeof metrics;

/** A metric that CloudWatch counts in a log group, for each pipeline. */
export interface PlannedMetricFilter {
  readonly filterName: string;
  readonly metricName: HistoryMetric;
  readonly pattern: string;
}

/** A log group of events, the rule that fills it, and the metrics that CloudWatch counts in it. */
export interface HistoryPlan {
  readonly logGroupName: string;
  readonly logGroupArn: string;
  readonly policy: string;
  readonly ruleName: string;
  readonly pattern: EventPattern;
  readonly filters: readonly PlannedMetricFilter[];
}

/** Plans the history of pipelines and builds. */
export function planHistory(
  scope: AwsScope,
  name: string,
  {
    pipelineNames,
    projectNames,
  }: { readonly pipelineNames: readonly string[]; readonly projectNames: readonly string[] },
): HistoryPlan {
  // The console of EventBridge offers log groups below this path alone.
  const logGroupName = `/aws/events/${notificationNameOf([name, "history"], nameLimits.history)}`;
  const ruleName = physicalName([name, "history"], nameLimits.eventRule);
  const events: readonly NotifiedEvent[] = [
    ...historyEvents,
    ...(projectNames.length > 0 ? ["build-failed" as const] : []),
  ];
  return {
    logGroupName,
    logGroupArn: logGroupArn(scope, logGroupName),
    policy: historyPolicy(scope, logGroupName, ruleName),
    ruleName,
    pattern: anyOf(events, { pipelineNames, projectNames, slowAfterSeconds: 0, queuedAfterSeconds: 0 }),
    filters: Object.entries(metrics).map(([metricName, pattern]) => ({
      filterName: notificationNameOf([name, metricName], nameLimits.history),
      metricName: metricName as HistoryMetric,
      pattern,
    })),
  };
}

/**
 * Lets one rule of EventBridge write events. AWS documents the condition for `logs:PutLogEvents` alone.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-cloudwatchlogs-permissions
 */
function historyPolicy(scope: AwsScope, logGroupName: string, ruleName: string): string {
  const statement = {
    Effect: "Allow" as const,
    Principal: { Service: ["events.amazonaws.com", "delivery.logs.amazonaws.com"] },
    Resource: `${logGroupArn(scope, logGroupName)}:*`,
  };
  return policyDocument([
    { Sid: "Streams", ...statement, Action: "logs:CreateLogStream" },
    {
      Sid: "Events",
      ...statement,
      Action: "logs:PutLogEvents",
      Condition: { ArnEquals: { "aws:SourceArn": eventRuleArn(scope, ruleName) } },
    },
  ]);
}

/** Queries of the dashboard over a history. A field with a hyphen stands in backticks. */
export const historyQueries = {
  deployments: query(
    ["@timestamp as deployed", "detail.pipeline as pipeline", ...triggerFields],
    'detail.state = "SUCCEEDED" and ispresent(detail.pipeline) and not ispresent(detail.stage)',
  ),
  failures: query(
    [
      "@timestamp as failed",
      "coalesce(detail.pipeline, `detail.project-name`) as name",
      "detail.stage as stage",
      "detail.action as action",
      "`detail.execution-result.external-execution-summary` as reason",
      "`detail.additional-information.logs.deep-link` as log",
    ],
    'detail.state = "FAILED" or `detail.build-status` = "FAILED"',
  ),
} as const;

function query(fields: readonly string[], filter: string): string {
  return `fields ${fields.join(", ")} | filter ${filter} | sort @timestamp desc | limit 20`;
}
