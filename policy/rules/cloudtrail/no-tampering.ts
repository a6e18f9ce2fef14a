import { isEveryAction } from "../../iam/action-table";
import { isUnnamed } from "../../iam/bounds";
import type { Statement } from "../../iam/document";
import { globMatchesIgnoringCase } from "../../iam/glob";
import { textOf } from "../../iam/value";
import { advice, type Finding, violation } from "../../lib/facts/finding";
import { identityAllows, identityTypes } from "../../lib/iam/documents";
import { expectation } from "../../lib/rule/expectation";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const auditLogNoTampering = resourceRule({
  name: "audit-log-no-tampering",
  displayName: "Nobody stops or deletes audit logs",
  description:
    "Trails should be on, and no identity should stop or delete audit logs. An attacker removes the traces of an attack first.",
  severity: "high",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Remove the actions. Let an administrator of the log archive delete logs, and expire logs by a retention period.",
  url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/best-practices-security.html",
  tags: ["cloudtrail", "logs", "iam"],
  equivalentChecks: { owasp: ["SEC-10"] },
  types: [
    ...identityTypes,
    "aws:cloudtrail/trail:Trail",
    "aws:cfg/recorderStatus:RecorderStatus",
    "aws:guardduty/detector:Detector",
  ],
  judge: keepsAuditLogs,
});

/** Actions that delete, stop or shorten a record of what happened. */
const tampering = [
  "cloudtrail:DeleteTrail",
  "cloudtrail:StopLogging",
  "cloudtrail:PutEventSelectors",
  "cloudtrail:UpdateTrail",
  "cloudtrail:DeleteEventDataStore",
  "cloudtrail:StopEventDataStoreIngestion",
  "config:DeleteConfigurationRecorder",
  "config:DeleteDeliveryChannel",
  "config:StopConfigurationRecorder",
  "guardduty:DeleteDetector",
  "guardduty:UpdateDetector",
  "guardduty:StopMonitoringMembers",
  "inspector2:Disable",
  "macie2:DisableMacie",
  "access-analyzer:DeleteAnalyzer",
  "cloudwatch:DeleteAlarms",
  "cloudwatch:DisableAlarmActions",
  "events:DisableRule",
  "s3:DeleteObject",
  "s3:DeleteObjectVersion",
  "s3:PutLifecycleConfiguration",
  "securityhub:DisableSecurityHub",
  "ec2:DeleteFlowLogs",
  "logs:DeleteLogGroup",
  "logs:DeleteLogStream",
  "logs:PutRetentionPolicy",
  "logs:DeleteSubscriptionFilter",
  "logs:DisassociateKmsKey",
];

/** Log groups that record what builds, pipelines and the account did. */
const auditGroups =
  /^(\*|arn:[^:]*:logs:[^:]*:[^:]*:(\*|log-group:(\*|\/?aws\/(codebuild|codepipeline|cloudtrail|\*).*|[^:]*(audit|trail|flow-?log)[^:]*))(:.*)?)$/i;

/** Buckets that are named for the logs of the account. */
const auditBuckets = /^arn:[^:]*:s3:::[^/]*(cloudtrail|audit|access-?logs?|flow-?logs?)/i;

/** Where actions tamper that a deployment also needs for its own log groups, buckets, alarms and rules. */
const places: readonly (readonly [action: RegExp, place: (resource: string) => boolean])[] = [
  [/^logs:/, (resource) => auditGroups.test(resource)],
  [/^s3:/, (resource) => auditBuckets.test(resource)],
  [/^(cloudwatch|events):/, (resource) => isUnnamed(resource)],
];

function keepsAuditLogs(resource: JudgedResource): Finding[] {
  return [...recordsEvents(resource), ...identityAllows(deletesNoLogs)(resource, undefined)];
}

/** The recorders of an account: trails, the recorder of AWS Config, and GuardDuty. */
function recordsEvents({ type, props }: JudgedResource): Finding[] {
  const isOn = (property: string, desired: string) =>
    expectation(property, props[property], props[property] !== false, desired);
  switch (type) {
    case "aws:cloudtrail/trail:Trail":
      return [
        ...isOn("enableLogging", "should be absent or true: the trail is off"),
        ...(props.includeGlobalServiceEvents === false
          ? [advice("includeGlobalServiceEvents", "should be absent or true: the trail records no change of IAM")]
          : []),
      ];
    case "aws:cfg/recorderStatus:RecorderStatus":
      return isOn("isEnabled", "should be true: AWS Config records nothing");
    case "aws:guardduty/detector:Detector":
      return isOn("enable", "should be absent or true: GuardDuty is off");
    default:
      return [];
  }
}

function deletesNoLogs(statement: Statement): Finding[] {
  // Other rules report statements that allow every action.
  const patterns = statement.actions.map(({ value }) => textOf(value)).filter((pattern) => !isEveryAction(pattern));
  const actions = tampering.filter((action) => patterns.some((pattern) => globMatchesIgnoringCase(pattern, action)));
  const found = actions.filter((action) => reachesRecords(action, statement));
  return found.length === 0
    ? []
    : [violation(statement.path, `should not allow ${found.slice(0, 3).join(", ")}: they delete or stop audit logs`)];
}

function reachesRecords(action: string, { resources, notResources }: Statement): boolean {
  const place = places.find(([pattern]) => pattern.test(action))?.[1];
  if (place === undefined) {
    return true;
  }
  // Elsewhere s3 rules judge patterns that include every bucket.
  const isOpen = notResources.length > 0 && !action.startsWith("s3:");
  return isOpen || resources.some(({ value }) => place(textOf(value)));
}
