import { logGroupArn } from "../aws/arn";
import type { AwsScope } from "../aws/scope";
import { allowStatement, type Statement } from "./statement";

/**
 * What actions and rules do whose compute CodePipeline keeps itself: write to the log group of their pipeline, which
 * CodePipeline makes where it does not exist.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Commands.html
 */
export function writePipelineLogs(scope: AwsScope, pipelineName: string): Statement {
  const group = logGroupArn(scope, `/aws/codepipeline/${pipelineName}`);
  return allowStatement({
    sid: "Logs",
    actions: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
    resources: [group, `${group}:*`],
  });
}
