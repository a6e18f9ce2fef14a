import { pipelineActionArn, pipelineArn } from "../aws/arn";
import type { AwsScope } from "../aws/scope";
import { allowStatement, type Statement } from "./statement";

/** What an approver does besides. */
export interface ApproverOptions {
  /**
   * Whether the approver finds the pipeline in the list of the console; AWS shows all pipelines of the account there or
   * none.
   * @default false
   */
  inConsole?: boolean | undefined;
}

/**
 * Lets somebody give or refuse one approval, and see the pipeline that waits for it. A grant for a group of people goes
 * to the role that they assume.
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
    // AWS knows no resource for the list.
    ...(inConsole
      ? [allowStatement({ sid: "ListPipelines", actions: ["codepipeline:ListPipelines"], resources: ["*"] })]
      : []),
  ];
}
