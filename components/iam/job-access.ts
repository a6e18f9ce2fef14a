import { customActionArn } from "../aws/arn";
import type { AwsScope } from "../aws/scope";
import { allowStatement, type Statement } from "./statement";

/** What an account registered as an action of its own. */
export interface CustomActionId {
  /** The category, such as `Build`. */
  readonly category: string;
  readonly providerName: string;
  readonly version: string;
}

// AWS knows no resource for a job: who holds these must still know the id of one, and its nonce.
const anyJob = ["*"];

/**
 * What a function does that a pipeline invokes: say how its job ended.
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
 * What the worker of a custom action does: wait for jobs of this one action, take them and say how they ended. It moves
 * artifacts with the credentials that come with each job.
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
