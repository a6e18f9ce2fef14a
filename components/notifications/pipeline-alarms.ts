import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { pipelineName, projectName } from "../aws/names";
import { type ScopeArgs, scopeOf, scopeProblems } from "../aws/scope";
import { readInput } from "../schema/lenient";
import { refuse, requireKinds, requireValue } from "../schema/refuse";
import { otherTags, tagProblems } from "../schema/tags";
import { allowedKeys, distinct } from "../schema/vocabulary";
import { type AlarmLimits, type AlarmsPlan, alarmLimitsShape, alarmProblems, planAlarms } from "./alarms";
import { createEventRule, createEventTarget } from "./event-rule";
import { type HistoryPlan, historyNamespace } from "./history";

/** The arguments of {@link PipelineAlarms}. */
export interface PipelineAlarmsArgs extends ScopeArgs, AlarmLimits {
  /** Names of the pipelines, at least one. */
  pipelineNames: string[];
  /**
   * Names of the build projects.
   * @default - none
   */
  projectNames?: string[] | undefined;
  /** ARNs of the topics that alarms and recoveries are published to, 1 to 5. Their policies let CloudWatch publish. */
  topicArns: pulumi.Input<string>[];
  /**
   * The ARN of the key of the log group of `history`. Its policy lets CloudWatch Logs use it for this log group.
   * @default - an AWS key, unless `history` is set: then the key is required
   */
  encryptionKeyArn?: pulumi.Input<string> | undefined;
  /**
   * Tags of every taggable resource.
   * @default - none
   */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/** The arguments of alarms whose parent planned them. @internal */
export interface PlannedAlarmsArgs extends Pick<PipelineAlarmsArgs, "encryptionKeyArn" | "tags" | "topicArns"> {
  readonly plan: AlarmsPlan;
  /** Resources to create before the log group: its key takes the log group with them. */
  readonly startAfter: pulumi.Input<pulumi.Resource>[];
  readonly deadLetterQueueArn: string | undefined;
}

const historyDays = 365;

const alarmsSchema = allowedKeys({
  ...alarmLimitsShape,
  pipelineNames: distinct(z.array(pipelineName).min(1)),
  projectNames: distinct(z.array(projectName)),
  topicArns: z.array(z.unknown()).min(1).max(5),
});

/**
 * Creates alarms on failed and slow runs, failed and slow builds and the build queue, one alarm that joins them, and a
 * dashboard. Metrics are AWS's own, which CodePipeline publishes for V2 pipelines. `history` counts succeeded runs and
 * refused approvals from events, because AWS has no metric of them.
 *
 * @throws RunError listing every invalid argument.
 * @example
 * ```ts
 * new PipelineAlarms("shop", {
 *   account: "111122223333",
 *   region: "eu-central-1",
 *   pipelineNames: ["shop"],
 *   projectNames: ["shop-image"],
 *   topicArns: ["arn:aws:sns:eu-central-1:111122223333:operators"],
 *   slowBuildMinutes: 30,
 * });
 * ```
 */
export class PipelineAlarms extends pulumi.ComponentResource {
  /** The name of the alarm that is on while any other one is: stage conditions may wait for it. */
  readonly joinedAlarmName: pulumi.Output<string>;
  /** The name of the dashboard. */
  readonly dashboardName: pulumi.Output<string>;

  constructor(name: string, args: PipelineAlarmsArgs, opts?: pulumi.ComponentResourceOptions);
  /** @internal */
  constructor(name: string, args: PlannedAlarmsArgs, opts?: pulumi.ComponentResourceOptions);
  constructor(name: string, args: PipelineAlarmsArgs | PlannedAlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
    requireKinds("PipelineAlarms", name, args);
    const plan = "plan" in args ? args.plan : planArgs(name, args);
    const { tags, topicArns } = args;
    super("aws-pipelines:index:PipelineAlarms", name, "plan" in args ? { tags } : args, opts);
    const { region } = plan.scope;
    const child = { parent: this };
    const alarms = plan.alarms.map(
      ({ key, alarmName, description, namespace, metricName, dimension, statistic, threshold }) =>
        new cloudwatch.MetricAlarm(
          `${name}-${key}`,
          {
            region,
            name: alarmName,
            alarmDescription: description,
            namespace,
            metricName,
            dimensions: { [dimension[0]]: dimension[1] },
            statistic,
            period: 300,
            evaluationPeriods: 1,
            threshold,
            comparisonOperator: "GreaterThanThreshold",
            // Nothing ran, so nothing failed.
            treatMissingData: "notBreaching",
            alarmActions: topicArns,
            okActions: topicArns,
            tags,
          },
          child,
        ),
    );
    const groups = plan.groups.map(
      ({ key, alarmName, rule }) =>
        new cloudwatch.CompositeAlarm(
          `${name}-${key}`,
          { region, alarmName, alarmDescription: `Any of some alarms of ${name}`, alarmRule: rule, tags },
          { ...child, dependsOn: alarms },
        ),
    );
    const joined = new cloudwatch.CompositeAlarm(
      `${name}-any`,
      {
        region,
        alarmName: plan.joinedName,
        alarmDescription: `Any alarm of ${name}`,
        alarmRule: plan.joinedRule,
        tags,
      },
      { ...child, dependsOn: groups.length > 0 ? groups : alarms },
    );
    if (plan.history !== undefined) {
      createHistory(name, plan.history, args, region, this);
    }
    const dashboard = new cloudwatch.Dashboard(
      `${name}-dashboard`,
      { region, dashboardName: plan.dashboardName, dashboardBody: plan.dashboardBody },
      child,
    );

    this.joinedAlarmName = joined.alarmName;
    this.dashboardName = dashboard.dashboardName;
    this.registerOutputs({ joinedAlarmName: this.joinedAlarmName, dashboardName: this.dashboardName });
  }
}

/** Creates the log group of events, the rule that fills it, and the metrics that CloudWatch counts in it. */
function createHistory(
  name: string,
  { logGroupName, logGroupArn, policy, ruleName, pattern, filters }: HistoryPlan,
  args: PipelineAlarmsArgs | PlannedAlarmsArgs,
  region: string,
  parent: pulumi.Resource,
): void {
  const { encryptionKeyArn, tags } = args;
  const deadLetterQueueArn = "plan" in args ? args.deadLetterQueueArn : undefined;
  const logGroup = new cloudwatch.LogGroup(
    `${name}-history`,
    { region, name: logGroupName, retentionInDays: historyDays, kmsKeyId: encryptionKeyArn, tags },
    { parent, dependsOn: "startAfter" in args ? args.startAfter : [] },
  );
  const access = new cloudwatch.LogResourcePolicy(
    `${name}-history-policy`,
    { region, resourceArn: logGroupArn, policyDocument: policy },
    { parent, dependsOn: logGroup },
  );
  const rule = createEventRule(
    `${name}-history-rule`,
    { region, ruleName, description: `Keeps events of ${name}`, pattern, tags },
    { parent },
  );
  createEventTarget(
    `${name}-history-target`,
    rule,
    region,
    { key: "history", arn: logGroupArn, deadLetterQueueArn },
    { parent, dependsOn: [access] },
  );
  for (const { filterName, metricName, pattern: filter } of filters) {
    new cloudwatch.LogMetricFilter(
      `${name}-${metricName}`,
      {
        region,
        name: filterName,
        logGroupName: logGroup.name,
        pattern: filter,
        metricTransformation: {
          namespace: historyNamespace,
          name: metricName,
          value: "1",
          unit: "Count",
          dimensions: { PipelineName: "$.detail.pipeline" },
        },
      },
      { parent },
    );
  }
}

function planArgs(name: string, args: PipelineAlarmsArgs): AlarmsPlan {
  const { account: _, region: __, partition, encryptionKeyArn, tags, ...plain } = args;
  const subject = `PipelineAlarms ${name}`;
  const { value, problems } = readInput(alarmsSchema, { ...plain, projectNames: args.projectNames ?? [] });
  const read = requireValue(subject, {
    value,
    problems: [
      ...problems,
      ...(args.history === true && encryptionKeyArn === undefined
        ? [
            {
              path: "encryptionKeyArn",
              reason: "is missing, and history keeps a log group: give the key that encrypts it",
            },
          ]
        : []),
      ...scopeProblems(args),
      ...tagProblems(tags, otherTags),
    ],
  });
  const plan = planAlarms(scopeOf(args), name, read, read);
  refuse(subject, alarmProblems(plan));
  return plan;
}
