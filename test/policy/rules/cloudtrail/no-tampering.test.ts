import { auditLogNoTampering } from "../../../../policy/rules/cloudtrail/no-tampering";
import { itJudgesStatement } from "../../support/cases";
import { advisory, mandatory, unknownFlag, unknownVerdict } from "../../support/judging";
import { itJudgesEach } from "../../support/tables";

const allow = (Action: unknown, Resource: unknown = "*") => ({ Effect: "Allow", Action, Resource });
const refused = (actions: string) =>
  mandatory(`policy.Statement[0] should not allow ${actions}: they delete or stop audit logs`);
const group = (name: string) => `arn:aws:logs:eu-west-1:123456789012:log-group:${name}:*`;

describe("audit-log-no-tampering", () => {
  itJudgesEach(auditLogNoTampering, "aws:cloudtrail/trail:Trail", [
    ["accepts a trail that is on", { enableLogging: true }],
    ["accepts a trail that does not say: AWS's default is on", {}],
    [
      "refuses a trail that is off",
      { enableLogging: false },
      mandatory("enableLogging should be absent or true: the trail is off"),
    ],
    [
      "finds a trail without global services",
      { includeGlobalServiceEvents: false },
      advisory("includeGlobalServiceEvents should be absent or true: the trail records no change of IAM"),
    ],
    ["cannot judge a trail that may be off", { enableLogging: unknownFlag }, unknownVerdict("enableLogging")],
  ]);

  itJudgesEach(auditLogNoTampering, "aws:cfg/recorderStatus:RecorderStatus", [
    ["accepts a recorder that is on", { isEnabled: true }],
    [
      "refuses one that is off",
      { isEnabled: false },
      mandatory("isEnabled should be true: AWS Config records nothing"),
    ],
  ]);
  itJudgesEach(auditLogNoTampering, "aws:guardduty/detector:Detector", [
    ["accepts a detector that does not say", {}],
    ["refuses one that is off", { enable: false }, mandatory("enable should be absent or true: GuardDuty is off")],
  ]);

  for (const [title, statement, ...verdicts] of [
    ["refuses to stop a trail", allow("cloudtrail:StopLogging"), refused("cloudtrail:StopLogging")],
    [
      "refuses it by a wildcard, in any case",
      allow("CloudTrail:stop*"),
      refused("cloudtrail:StopLogging, cloudtrail:StopEventDataStoreIngestion"),
    ],
    [
      "names three actions at most",
      allow("cloudtrail:*"),
      refused("cloudtrail:DeleteTrail, cloudtrail:StopLogging, cloudtrail:PutEventSelectors"),
    ],
    [
      "refuses to switch off detectors",
      allow(["guardduty:DeleteDetector", "config:StopConfigurationRecorder"]),
      refused("config:StopConfigurationRecorder, guardduty:DeleteDetector"),
    ],
    ["refuses to delete any log group", allow("logs:DeleteLogGroup"), refused("logs:DeleteLogGroup")],
    [
      "refuses to delete logs of builds",
      allow("logs:DeleteLogStream", group("/aws/codebuild/shop")),
      refused("logs:DeleteLogStream"),
    ],
    [
      "refuses to shorten an audit log",
      allow("logs:PutRetentionPolicy", group("acme-audit")),
      refused("logs:PutRetentionPolicy"),
    ],
    [
      "refuses to delete all groups but one",
      { ...allow("logs:DeleteLogGroup"), Resource: undefined, NotResource: group("shop") },
      refused("logs:DeleteLogGroup"),
    ],
    [
      "accepts to delete a group of one's own",
      allow(["logs:DeleteLogGroup", "logs:PutRetentionPolicy"], group("/shop/app")),
    ],
    [
      "refuses to delete objects of a bucket with logs of the account",
      allow("s3:DeleteObject", "arn:aws:s3:::acme-cloudtrail-logs/*"),
      refused("s3:DeleteObject"),
    ],
    ["accepts to delete objects of another bucket", allow("s3:DeleteObject", "arn:aws:s3:::shop-artifacts/*")],
    ["leaves every bucket to other rules", allow("s3:DeleteObject")],
    [
      "refuses to silence every alarm",
      allow("cloudwatch:DisableAlarmActions"),
      refused("cloudwatch:DisableAlarmActions"),
    ],
    [
      "accepts to delete an alarm by name",
      allow("cloudwatch:DeleteAlarms", "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:shop-slow"),
    ],
    ["accepts to read", allow(["cloudtrail:LookupEvents", "logs:GetLogEvents"])],
    ["accepts a denial", { ...allow("cloudtrail:StopLogging"), Effect: "Deny" }],
    ["leaves an administrator to other rules", allow("*")],
  ] as const) {
    itJudgesStatement(auditLogNoTampering, title, statement, verdicts);
  }
});
