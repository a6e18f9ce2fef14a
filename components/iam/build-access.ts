import { logGroupArn, reportGroupArn } from "./arn";
import type { AwsScope } from "./scope";
import { allow, type Statement } from "./statement";

/**
 * What every build does: write to its own log group, which exists before the first build.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html
 */
export function writeLogs(scope: AwsScope, logGroupName: string): Statement {
  return allow({
    sid: "Logs",
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    resources: [`${logGroupArn(scope, logGroupName)}:*`],
  });
}

/**
 * What a build that reports test results does. CodeBuild names a report group after its project and the name that the
 * buildspec gives it.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/test-permissions.html
 */
export function writeReports(scope: AwsScope, projectName: string, reportNames: readonly string[]): Statement {
  return allow({
    sid: "Reports",
    actions: [
      "codebuild:BatchPutTestCases",
      "codebuild:CreateReport",
      "codebuild:CreateReportGroup",
      "codebuild:UpdateReport",
    ],
    resources: reportNames.map((report) => reportGroupArn(scope, `${projectName}-${report}`)),
  });
}
