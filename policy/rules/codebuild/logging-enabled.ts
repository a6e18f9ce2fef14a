import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { at, isSet, unknownValue, type Value } from "../../lib/facts/value";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const codebuildLoggingEnabled = resourceRule({
  name: "codebuild-logging-enabled",
  displayName: "CodeBuild says where it logs",
  description:
    "CodeBuild projects should say where they log: the log group that AWS makes by itself is kept for ever and under no key of yours.",
  severity: "medium",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Set logsConfig.cloudwatchLogs to { status: ENABLED, groupName } of a log group with a retention and a key.",
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
  const toCloudWatch = writesTo(at(logsConfig, "cloudwatchLogs"), "ENABLED");
  const toS3 = writesTo(at(logsConfig, "s3Logs"), "DISABLED");
  if (logsConfig === unknownValue || toCloudWatch === true || toS3 === true) {
    return [];
  }
  if (toCloudWatch === unknownValue || toS3 === unknownValue) {
    return [unknownAt(`logsConfig.${toCloudWatch === unknownValue ? "cloudwatchLogs" : "s3Logs"}.status`)];
  }
  return [violation("logsConfig", "should enable cloudwatchLogs, with its groupName, or s3Logs")];
}

/** A block that is there counts while all of it is unknown; its status is what decides otherwise. */
function writesTo(block: Value, statusWhenAbsent: string): Verdict {
  if (!isSet(block) || block === unknownValue) {
    return isSet(block);
  }
  const status = at(block, "status");
  return status === unknownValue ? unknownValue : (isSet(status) ? status : statusWhenAbsent) === "ENABLED";
}
