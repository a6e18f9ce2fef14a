import { isEveryAction } from "../../iam/action-table";
import type { Statement } from "../../iam/document";
import { globMatchesIgnoringCase } from "../../iam/glob";
import { textOf } from "../../iam/value";
import { type Finding, violation } from "../../lib/facts/finding";
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
  types: [...identityTypes, "aws:cloudtrail/trail:Trail"],
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
  "config:StopConfigurationRecorder",
  "guardduty:DeleteDetector",
  "guardduty:UpdateDetector",
  "securityhub:DisableSecurityHub",
  "ec2:DeleteFlowLogs",
  "logs:DeleteLogGroup",
  "logs:DeleteLogStream",
  "logs:PutRetentionPolicy",
];

/** Actions on a log group that the holder creates itself, as an infrastructure deployment does. */
const ofOwnGroups = ["logs:DeleteLogGroup", "logs:DeleteLogStream", "logs:PutRetentionPolicy"];

/** Log groups that record what builds, pipelines and the account did. */
const auditGroups =
  /^(\*|arn:[^:]*:logs:[^:]*:[^:]*:(\*|log-group:(\*|\/?aws\/(codebuild|codepipeline|cloudtrail|\*).*|[^:]*(audit|trail|flow-?log)[^:]*))(:.*)?)$/i;

function keepsAuditLogs(resource: JudgedResource): Finding[] {
  const { enableLogging } = resource.props;
  const trail = resource.type.endsWith(":Trail")
    ? expectation("enableLogging", enableLogging, enableLogging !== false, "should be absent or true: the trail is off")
    : [];
  return [...trail, ...identityAllows(deletesNoLogs)(resource, undefined)];
}

function deletesNoLogs(statement: Statement): Finding[] {
  // Other rules report statements that allow every action.
  const patterns = statement.actions.map(({ value }) => textOf(value)).filter((pattern) => !isEveryAction(pattern));
  const actions = tampering.filter((action) => patterns.some((pattern) => globMatchesIgnoringCase(pattern, action)));
  const isAudit =
    statement.notResources.length > 0 || statement.resources.some(({ value }) => auditGroups.test(textOf(value)));
  const found = actions.filter((action) => !ofOwnGroups.includes(action) || isAudit);
  return found.length === 0
    ? []
    : [violation(statement.path, `should not allow ${found.slice(0, 3).join(", ")}: they delete or stop audit logs`)];
}
