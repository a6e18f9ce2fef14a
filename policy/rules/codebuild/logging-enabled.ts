import { at, isSet, unknownValue, type Value } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const codebuildLoggingEnabled = resourceRule({
  name: "codebuild-logging-enabled",
  displayName: "CodeBuild projects keep logs",
  description:
    "CodeBuild projects should keep logs in CloudWatch Logs or S3. Without logs, nobody can investigate a build.",
  severity: "medium",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Remove status DISABLED of cloudwatchLogs, or enable s3Logs. Set groupName to a log group with a retention period and a key.",
  url: "https://docs.aws.amazon.com/codebuild/latest/userguide/change-project.html",
  tags: ["codebuild", "logs"],
  equivalentChecks: {
    checkov: ["CKV_AWS_314"],
    securityHub: ["CodeBuild.4"],
    config: ["CODEBUILD_PROJECT_LOGGING_ENABLED"],
    prowler: ["codebuild_project_logging_enabled"],
    owasp: ["SEC-10"],
  },
  types: ["aws:codebuild/project:Project"],
  judge: logsSomewhere,
});

type Verdict = boolean | typeof unknownValue;

function logsSomewhere({ props: { logsConfig } }: JudgedResource): Finding[] {
  const toCloudWatch = writesTo(at(logsConfig, "cloudwatchLogs") ?? {}, "ENABLED");
  const toS3 = writesTo(at(logsConfig, "s3Logs"), "DISABLED");
  if (logsConfig === unknownValue || toCloudWatch === true || toS3 === true) {
    return [];
  }
  if (toCloudWatch === unknownValue || toS3 === unknownValue) {
    return [unknownAt(`logsConfig.${toCloudWatch === unknownValue ? "cloudwatchLogs" : "s3Logs"}.status`)];
  }
  return [
    violation(
      "logsConfig",
      "should not disable cloudwatchLogs without s3Logs: nobody can investigate a build without logs",
    ),
  ];
}

/** An unknown block counts as present; otherwise its status decides. */
function writesTo(block: Value, statusWhenAbsent: string): Verdict {
  if (!isSet(block) || block === unknownValue) {
    return isSet(block);
  }
  const status = at(block, "status");
  return status === unknownValue ? unknownValue : (isSet(status) ? status : statusWhenAbsent) === "ENABLED";
}
