import { pipelineActionArn, pipelineArn } from "../aws/arn";
import type { AwsScope } from "../aws/scope";
import { allowStatement, type Statement } from "./statement";

/** Further rights of an approver. */
export interface ApproverOptions {
  /**
   * Whether the approver may list pipelines in the console. AWS lists all pipelines of the account or none.
   * @default false
   */
  inConsole?: boolean | undefined;
}

/**
 * Returns the statements to approve or reject one approval, and to see its pipeline. Attach them to the role that the
 * approvers assume.
 *
 * @param stageName the stage of the approval
 * @param actionName the approval
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals-iam-permissions.html
 */
export function grantApproval(
  scope: AwsScope,
  pipelineName: string,
  stageName: string,
  actionName: string,
  { inConsole = false }: ApproverOptions = {},
): Statement[] {
  return [
    allowStatement({
      sid: "Approve",
      actions: ["codepipeline:PutApprovalResult"],
      resources: [pipelineActionArn(scope, pipelineName, stageName, actionName)],
    }),
    allowStatement({
      sid: "SeePipeline",
      actions: ["codepipeline:GetPipeline", "codepipeline:GetPipelineExecution", "codepipeline:GetPipelineState"],
      resources: [pipelineArn(scope, pipelineName)],
    }),
    // AWS knows no resource for ListProjects.
    ...(inConsole
      ? [allowStatement({ sid: "ListPipelines", actions: ["codepipeline:ListPipelines"], resources: ["*"] })]
      : []),
  ];
}
