import { logGroupArn, projectArn, reportGroupArn } from "../aws/arn";
import type { AwsScope } from "../aws/scope";
import { allowStatement, type Statement } from "./statement";

/**
 * Lets a build write to its log group, which exists before the first build.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html
 */
export function writeLogs(scope: AwsScope, logGroupName: string): Statement {
  return allowStatement({
    sid: "Logs",
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    resources: [`${logGroupArn(scope, logGroupName)}:*`],
  });
}

/**
 * Lets a batch start, stop and retry the builds of its project.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/batch-build.html
 */
export function runBatches(scope: AwsScope, projectName: string): Statement {
  return allowStatement({
    sid: "Batches",
    actions: ["codebuild:RetryBuild", "codebuild:StartBuild", "codebuild:StopBuild"],
    resources: [projectArn(scope, projectName)],
  });
}

/**
 * Lets CodeBuild repeat failed builds of a project: it calls RetryBuild with the service role.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/auto-retry-build.html
 */
export function retryOwnBuilds(scope: AwsScope, projectName: string): Statement {
  return allowStatement({
    sid: "Retry",
    actions: ["codebuild:RetryBuild"],
    resources: [projectArn(scope, projectName)],
  });
}

/** The names of the reports that a build writes, by type. */
export interface Reports {
  readonly tests: readonly string[];
  readonly coverage: readonly string[];
}

/**
 * Lets a build write reports. CodeBuild names a report group after the project and the name in the buildspec.
 *
 * @param groupsExist - whether the program creates the groups; otherwise the build may create them
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/test-permissions.html
 */
export function writeReports(
  scope: AwsScope,
  projectName: string,
  { tests, coverage }: Reports,
  groupsExist = false,
): Statement[] {
  const creation = groupsExist ? [] : ["codebuild:CreateReportGroup"];
  const write = (sid: string, results: string, names: readonly string[]) =>
    names.length === 0
      ? []
      : [
          allowStatement({
            sid,
            actions: [results, "codebuild:CreateReport", ...creation, "codebuild:UpdateReport"],
            resources: names.map((report) => reportGroupArn(scope, `${projectName}-${report}`)),
          }),
        ];
  return [
    ...write("TestReports", "codebuild:BatchPutTestCases", tests),
    ...write("CoverageReports", "codebuild:BatchPutCodeCoverages", coverage),
  ];
}

/** The log group of a project. */
export function projectLogGroup(projectName: string): string {
  return `/aws/codebuild/${projectName}`;
}

/** The log group of a pipeline's actions and rules on CodePipeline's own compute. AWS fixes the name. */
export function pipelineLogGroup(pipelineName: string): string {
  return `/aws/codepipeline/${pipelineName}`;
}

/**
 * Lets actions and rules on CodePipeline's own compute write to the log group of their pipeline, and create it again if
 * somebody deleted it.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Commands.html
 */
export function writePipelineLogs(scope: AwsScope, pipelineName: string): Statement {
  const group = logGroupArn(scope, pipelineLogGroup(pipelineName));
  return allowStatement({
    sid: "Logs",
    actions: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
    resources: [group, `${group}:*`],
  });
}
