import { customActionArn } from "../aws/arn";
import type { AwsScope } from "../aws/scope";
import { allowStatement, type Statement } from "./statement";

/** The id of a custom action type. */
export interface CustomActionId {
  /** The category, such as `Build`. */
  readonly category: string;
  readonly providerName: string;
  readonly version: string;
}

// AWS knows no resource for a job. A caller must know the id and the nonce of a job.
const anyJob = ["*"];

/**
 * Returns the statements of a function that a pipeline invokes: to report the result of its job.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-invoke-lambda-function.html
 */
export function reportJobResults(): Statement[] {
  return [
    allowStatement({
      sid: "ReportJobResults",
      actions: ["codepipeline:PutJobFailureResult", "codepipeline:PutJobSuccessResult"],
      resources: anyJob,
    }),
  ];
}

/**
 * Returns the statements of the worker of a custom action: to poll for jobs of this action, take them and report their
 * results. The worker reads and writes artifacts with the credentials of each job.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-create-custom-action.html
 */
export function workCustomJobs(scope: AwsScope, { category, providerName, version }: CustomActionId): Statement[] {
  return [
    allowStatement({
      sid: "PollForJobs",
      actions: ["codepipeline:PollForJobs"],
      resources: [customActionArn(scope, category, providerName, version)],
    }),
    allowStatement({
      sid: "TakeJobs",
      actions: ["codepipeline:AcknowledgeJob", "codepipeline:GetJobDetails"],
      resources: anyJob,
    }),
    ...reportJobResults(),
  ];
}
