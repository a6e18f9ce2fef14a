import type { Finding } from "../../lib/facts/finding";
import { expectation } from "../../lib/rule/expectation";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const cloudtrailLogValidation = resourceRule({
  name: "cloudtrail-log-validation",
  displayName: "Trails validate their log files",
  description:
    "Trails should validate their log files. Validation shows whether somebody changed or deleted a log file.",
  severity: "medium",
  enforcementLevel: "mandatory",
  remediationSteps: "Set enableLogFileValidation to true.",
  remediation: "sets enableLogFileValidation to true",
  url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-intro.html",
  tags: ["cloudtrail", "integrity"],
  equivalentChecks: {
    checkov: ["CKV_AWS_36"],
    cdkNag: ["CloudTrailLogFileValidationEnabled"],
    guard: ["CLOUD_TRAIL_LOG_FILE_VALIDATION_ENABLED"],
    securityHub: ["CloudTrail.4"],
    config: ["CLOUD_TRAIL_LOG_FILE_VALIDATION_ENABLED"],
    trivy: ["AWS-0016"],
    prowler: ["cloudtrail_log_file_validation_enabled"],
    owasp: ["SEC-10"],
  },
  types: ["aws:cloudtrail/trail:Trail"],
  judge: validatesFiles,
});

function validatesFiles({ props }: JudgedResource): Finding[] {
  const validation = props.enableLogFileValidation;
  return expectation("enableLogFileValidation", validation, validation === true, "should be true: absent means false", {
    enableLogFileValidation: true,
  });
}
