import type { ActionContext } from "../../actions/base/action-type";
import { logGroupArn } from "../../aws/arn";
import { pipelineLogGroup } from "../../iam/build-access";
import type { ActionRole } from "./action-roles";

/** The roles of a pipeline, as far as they write logs. */
export interface LogWriters {
  readonly context: ActionContext;
  readonly roles: readonly Pick<ActionRole, "place" | "statements">[];
}

/**
 * Lists the regions in which actions or rules run on CodePipeline's own compute, in the account of the pipeline. AWS
 * writes their logs to one group in each region. In other accounts, CodePipeline creates the group.
 */
export function logGroupRegions({ context: { scope, pipelineName }, roles }: LogWriters): string[] {
  const writing = roles.filter(({ place, statements }) => {
    const group = logGroupArn(place, pipelineLogGroup(pipelineName));
    return place.account === scope.account && statements.some(({ Resource }) => [Resource].flat().includes(group));
  });
  return [...new Set(writing.map(({ place }) => place.region))];
}

/** The ARN of the log group in a region, if the pipeline writes to one there. */
export function logGroupArnsIn(writers: LogWriters, region: string): string[] {
  const { scope, pipelineName } = writers.context;
  return logGroupRegions(writers).includes(region)
    ? [logGroupArn({ ...scope, region }, pipelineLogGroup(pipelineName))]
    : [];
}
