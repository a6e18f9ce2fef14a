import { auditLogNoTampering } from "../../../../policy/rules/cloudtrail/no-tampering";
import { itJudgesStatement } from "../../support/cases";
import { mandatory, unknownFlag, unknownVerdict } from "../../support/judging";
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
    ["cannot judge a trail that may be off", { enableLogging: unknownFlag }, unknownVerdict("enableLogging")],
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
    ["accepts to read", allow(["cloudtrail:LookupEvents", "logs:GetLogEvents"])],
    ["accepts a denial", { ...allow("cloudtrail:StopLogging"), Effect: "Deny" }],
    ["leaves an administrator to other rules", allow("*")],
  ] as const) {
    itJudgesStatement(auditLogNoTampering, title, statement, verdicts);
  }
});
