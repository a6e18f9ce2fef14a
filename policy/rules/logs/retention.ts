import { unknownValue } from "../../iam/value";
import { type Finding, violation } from "../../lib/facts/finding";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";
import { isDelivery } from "../../lib/storage/log-groups";

interface Config {
  /** Whether log groups may keep events without end. */
  readonly allowForever: boolean;
  /** Shortest allowed retention period, in days. */
  readonly minimumDays: number;
  /** Retention period in days that the level `remediate` sets. */
  readonly defaultDays: number;
}

/** Retention periods of CloudWatch Logs in days: see PutRetentionPolicy in its API reference. */
const periods = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

export const logsRetention = resourceRule<Config>({
  name: "logs-retention",
  displayName: "Log groups have a retention period",
  description:
    "Log groups should state a retention period. Without one, CloudWatch Logs keeps events without end; after one day, nobody can investigate a build.",
  severity: "low",
  enforcementLevel: "mandatory",
  remediationSteps: "Set retentionInDays to a period of CloudWatch Logs, for example 365.",
  remediation: "sets retentionInDays to this policy's defaultDays",
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html",
  tags: ["logs", "retention"],
  equivalentChecks: {
    checkov: ["CKV_AWS_66"],
    cdkNag: ["CloudWatchLogGroupRetentionPeriod"],
    guard: ["CW_LOGGROUP_RETENTION_PERIOD_CHECK"],
    config: ["CW_LOGGROUP_RETENTION_PERIOD_CHECK"],
    prowler: ["cloudwatch_log_group_retention_policy_specific_days_enabled"],
    owasp: ["SEC-10"],
  },
  types: ["aws:cloudwatch/logGroup:LogGroup"],
  config: {
    properties: {
      allowForever: { type: "boolean", description: "Whether log groups may keep their events for ever" },
      minimumDays: { type: "integer", minimum: 1, description: "Shortest retention period that log groups may have" },
      defaultDays: { type: "integer", enum: periods, description: "The period in days that the level remediate sets" },
    },
    defaults: { allowForever: false, minimumDays: 3, defaultDays: 365 },
  },
  judge: statesRetention,
});

/** The provider sends 0 when the program sets no period. */
function statesRetention({ props }: JudgedResource, { allowForever, defaultDays, minimumDays }: Config): Finding[] {
  const days = props.retentionInDays;
  const isStated = days === unknownValue || (typeof days === "number" && periods.includes(days) && days >= minimumDays);
  return isStated || isDelivery(props) || (days === 0 && allowForever)
    ? []
    : [
        violation(
          "retentionInDays",
          "should be a period of CloudWatch Logs of some days, such as 365. Absent or 0 keeps events without end (config allowForever), and a day is over before anybody looks",
          { retentionInDays: defaultDays },
        ),
      ];
}
