import { type HistoryMetric, historyNamespace } from "./history";

/** The metric of the time from a commit to its deployment, in seconds, by pipeline. */
export const leadTimeMetric = "LeadTime";

/** A metric of one pipeline or project. */
export interface PlannedMetric {
  readonly namespace: "AWS/CodePipeline" | "AWS/CodeBuild" | typeof historyNamespace;
  readonly metricName: string;
  readonly dimension: readonly [name: "PipelineName" | "ProjectName", value: string];
}

/**
 * A metric that CodePipeline publishes.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/metrics-dimensions.html
 */
export function ofPipeline(
  pipeline: string,
  metricName: "FailedPipelineExecutions" | "PipelineDuration",
): PlannedMetric {
  return { namespace: "AWS/CodePipeline", metricName, dimension: ["PipelineName", pipeline] };
}

/**
 * A metric that CodeBuild publishes.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/cloudwatch_metrics-codebuild.html
 */
export function ofProject(
  project: string,
  metricName: "SucceededBuilds" | "FailedBuilds" | "Duration" | "QueuedDuration",
): PlannedMetric {
  return { namespace: "AWS/CodeBuild", metricName, dimension: ["ProjectName", project] };
}

/** The metric of the time from commit to deployment, which a pipeline with a history publishes. */
export function ofLeadTime(pipeline: string): PlannedMetric {
  return { namespace: historyNamespace, metricName: leadTimeMetric, dimension: ["PipelineName", pipeline] };
}

/** A metric that CloudWatch counts in the history. */
export function ofHistory(pipeline: string, metricName: HistoryMetric): PlannedMetric {
  return { namespace: historyNamespace, metricName, dimension: ["PipelineName", pipeline] };
}
