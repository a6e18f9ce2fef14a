import type { Finding } from "../../lib/facts/finding";
import { expectation } from "../../lib/rule/expectation";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";
import { isDelivery } from "../../lib/storage/log-groups";

export const logsRetentionOneYear = resourceRule({
  name: "logs-retention-one-year",
  displayName: "Logs are kept for a year",
  description: "Log groups should keep events for one year. Many intrusions are found months after they start.",
  severity: "low",
  enforcementLevel: "advisory",
  remediationSteps: "Set retentionInDays to 365 or more.",
  remediation: "sets retentionInDays to 365",
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html",
  tags: ["logs", "retention"],
  equivalentChecks: {
    checkov: ["CKV_AWS_338"],
    securityHub: ["CloudWatch.16"],
    config: ["CW_LOGGROUP_RETENTION_PERIOD_CHECK"],
    owasp: ["SEC-10"],
  },
  types: ["aws:cloudwatch/logGroup:LogGroup"],
  judge: keepsYear,
});

/** A log group without a period keeps events for a year too; logs-retention requires a period. */
function keepsYear({ props }: JudgedResource): Finding[] {
  const days = props.retentionInDays;
  const isShort = typeof days === "number" && days > 0 && days < 365;
  return isDelivery(props)
    ? []
    : expectation(
        "retentionInDays",
        days,
        !isShort,
        "should be 365 or more: less is gone before an intrusion is found",
        { retentionInDays: 365 },
      );
}
