import { at, unknownValue } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const codebuildS3LogsEncrypted = resourceRule({
  name: "codebuild-s3-logs-encrypted",
  displayName: "CodeBuild logs in S3 are encrypted",
  description: "CodeBuild projects should encrypt their S3 logs. Logs contain what a build reads and prints.",
  severity: "medium",
  enforcementLevel: "mandatory",
  remediationSteps: "Remove encryptionDisabled from logsConfig.s3Logs, or set it to false.",
  remediation: "sets logsConfig.s3Logs.encryptionDisabled to false",
  url: "https://docs.aws.amazon.com/codebuild/latest/userguide/security-encryption.html",
  tags: ["codebuild", "encryption", "logs"],
  equivalentChecks: {
    checkov: ["CKV_AWS_311"],
    securityHub: ["CodeBuild.3"],
    config: ["CODEBUILD_PROJECT_S3_LOGS_ENCRYPTED"],
    prowler: ["codebuild_project_s3_logs_encrypted"],
    owasp: ["SEC-10"],
  },
  types: ["aws:codebuild/project:Project"],
  judge: s3LogsEncrypted,
});

/** S3 logs are off by default. */
function s3LogsEncrypted({ props }: JudgedResource): Finding[] {
  const path = "logsConfig.s3Logs";
  const status = at(props.logsConfig, "s3Logs", "status");
  const disabled = at(props.logsConfig, "s3Logs", "encryptionDisabled");
  if ((status !== "ENABLED" && status !== unknownValue) || (disabled !== true && disabled !== unknownValue)) {
    return [];
  }
  if (disabled === unknownValue) {
    return [unknownAt(`${path}.encryptionDisabled`)];
  }
  return status === unknownValue
    ? [unknownAt(`${path}.status`)]
    : [
        violation(`${path}.encryptionDisabled`, "should be absent or false: remove it", {
          [`${path}.encryptionDisabled`]: false,
        }),
      ];
}
