import { pipelineArn } from "../aws/arn";
import type { AwsScope } from "../aws/scope";
import { allowStatement, type Statement } from "./statement";

/**
 * The statement by which a build finds the last deployment of a pipeline.
 *
 * @param scope - account, region and partition of the pipeline
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodepipeline.html
 */
export function findDeployments(scope: AwsScope, pipelineName: string): Statement {
  return allowStatement({
    sid: "ExecutionHistory",
    actions: ["codepipeline:GetPipelineExecution", "codepipeline:ListActionExecutions"],
    resources: [pipelineArn(scope, pipelineName)],
  });
}
