import { logGroupArn, projectArn, reportGroupArn } from "../aws/arn";
import type { AwsScope } from "../aws/scope";
import { allowStatement, type Statement } from "./statement";

/**
 * What every build does: write to its own log group, which exists before the first build.
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
 * What a batch does: start, stop and try again the builds of its project.
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

/** The names of the reports that a build writes, by what they hold. */
export interface Reports {
  readonly tests: readonly string[];
  readonly coverage: readonly string[];
}

/**
 * What a build that reports results does. CodeBuild names a report group after its project and the name that the
 * buildspec gives it.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/test-permissions.html
 */
export function writeReports(scope: AwsScope, projectName: string, { tests, coverage }: Reports): Statement[] {
  const write = (sid: string, results: string, names: readonly string[]) =>
    names.length === 0
      ? []
      : [
          allowStatement({
            sid,
            actions: [results, "codebuild:CreateReport", "codebuild:CreateReportGroup", "codebuild:UpdateReport"],
            resources: names.map((report) => reportGroupArn(scope, `${projectName}-${report}`)),
          }),
        ];
  return [
    ...write("TestReports", "codebuild:BatchPutTestCases", tests),
    ...write("CoverageReports", "codebuild:BatchPutCodeCoverages", coverage),
  ];
}
