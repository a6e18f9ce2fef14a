import { cloudtrailCmk } from "../../../policy/rules/cloudtrail/cmk";
import { cloudtrailLogValidation } from "../../../policy/rules/cloudtrail/log-validation";
import { cloudtrailMultiRegion } from "../../../policy/rules/cloudtrail/multi-region";
import { alarmActionsEnabled } from "../../../policy/rules/cloudwatch/alarm-actions-enabled";
import { alarmHasAction } from "../../../policy/rules/cloudwatch/alarm-has-action";
import { logsCmk } from "../../../policy/rules/logs/cmk";
import { logsRetention } from "../../../policy/rules/logs/retention";
import { logsRetentionOneYear } from "../../../policy/rules/logs/retention-one-year";
import { key } from "../../fixtures/policy/resources";
import { advisory, mandatory, unknownFlag, unknownList, unknownText, unknownVerdict } from "../support/judging";
import { itJudgesEach, itMends } from "../support/tables";

const logGroup = "aws:cloudwatch/logGroup:LogGroup";
const alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";
const trail = "aws:cloudtrail/trail:Trail";
const topic = "arn:aws:sns:eu-west-1:123456789012:alarms";

describe("logs-cmk", () => {
  const refused = advisory(
    "kmsKeyId should be the ARN of a customer managed KMS key: absent means a key of the service",
  );
  itJudgesEach(logsCmk, logGroup, [
    ["accepts a key", { kmsKeyId: key }],
    ["accepts a key that is not known yet", { kmsKeyId: unknownText }],
    ["refuses a log group that does not say", {}, refused],
    ["refuses an empty key", { kmsKeyId: "" }, refused],
  ]);
  itMends(logsCmk, "sets the configured key", logGroup, {}, { kmsKeyId: key }, { keyArn: key });
  itMends(logsCmk, "sets nothing without a configured key", logGroup, {}, undefined);
});

describe("logs-retention", () => {
  const path = "retentionInDays";
  const refused = mandatory(
    `${path} should be a period of CloudWatch Logs of some days, such as 365. Absent or 0 keeps events without end (config allowForever), and a day is over before anybody looks`,
  );
  itJudgesEach(logsRetention, logGroup, [
    ["refuses a day", { [path]: 1 }, refused],
    ["accepts a week", { [path]: 7 }],
    ["accepts ten years", { [path]: 3653 }],
    ["accepts a period that is not known yet", { [path]: unknownText }],
    ["accepts a log group that only passes on, of which AWS sets the period", { logGroupClass: "DELIVERY" }],
    ["refuses a log group that does not say", {}, refused],
    ["refuses what the provider fills in", { [path]: 0 }, refused],
    ["refuses a period that CloudWatch Logs does not have", { [path]: 31 }, refused],
    ["refuses what is no number", { [path]: "30" }, refused],
  ]);
  itJudgesEach(
    logsRetention,
    logGroup,
    [
      ["accepts for ever where the configuration does", { [path]: 0 }],
      ["refuses one that does not say all the same", {}, refused],
    ],
    { allowForever: true },
  );
  itMends(logsRetention, "sets a year", logGroup, {}, { [path]: 365 });
  itMends(logsRetention, "sets the configured period", logGroup, { [path]: 0 }, { [path]: 90 }, { defaultDays: 90 });
});

describe("logs-retention-one-year", () => {
  const path = "retentionInDays";
  const refused = advisory(`${path} should be 365 or more: less is gone before an intrusion is found`);
  itJudgesEach(logsRetentionOneYear, logGroup, [
    ["accepts a year", { [path]: 365 }],
    ["accepts for ever", { [path]: 0 }],
    ["leaves a log group that does not say to a rule of its own", {}],
    ["accepts a log group that only passes on", { logGroupClass: "DELIVERY", [path]: 2 }],
    ["refuses half a year", { [path]: 180 }, refused],
    ["refuses a day", { [path]: 1 }, refused],
    ["cannot judge a period that is not known", { [path]: unknownText }, unknownVerdict(path)],
  ]);
  itMends(logsRetentionOneYear, "sets a year", logGroup, { [path]: 30 }, { [path]: 365 });
});

describe("alarm-has-action", () => {
  const refused = advisory("alarmActions should name an action, such as the ARN of an SNS topic");
  itJudgesEach(alarmHasAction, alarm, [
    ["accepts an action on alarm", { alarmActions: [topic] }],
    ["accepts an action when all is well again", { okActions: [topic] }],
    ["accepts an action when there are no data", { insufficientDataActions: [topic] }],
    ["accepts actions that are not known yet", { alarmActions: unknownList }],
    ["accepts an action that is not known yet", { alarmActions: [unknownText] }],
    ["refuses an alarm that does not say", {}, refused],
    ["refuses empty lists", { alarmActions: [], okActions: [], insufficientDataActions: [] }, refused],
    ["refuses an empty action", { alarmActions: [""] }, refused],
  ]);
});

describe("alarm-actions-enabled", () => {
  const refused = advisory("actionsEnabled should be absent or true: remove it");
  itJudgesEach(alarmActionsEnabled, alarm, [
    ["accepts an alarm that does not say", {}],
    ["accepts what the provider fills in", { actionsEnabled: true }],
    ["refuses an alarm that is silent", { actionsEnabled: false }, refused],
    ["cannot judge a flag that is not known", { actionsEnabled: unknownFlag }, unknownVerdict("actionsEnabled")],
  ]);
  itMends(alarmActionsEnabled, "has the alarm act", alarm, { actionsEnabled: false }, { actionsEnabled: true });
});

describe("cloudtrail-cmk", () => {
  const refused = mandatory("kmsKeyId should be the ARN of a customer managed KMS key: absent means SSE-S3");
  itJudgesEach(cloudtrailCmk, trail, [
    ["accepts a key", { kmsKeyId: key }],
    ["accepts a key that is not known yet", { kmsKeyId: unknownText }],
    ["refuses a trail that does not say", {}, refused],
    ["refuses the key that AWS manages", { kmsKeyId: "alias/aws/cloudtrail" }, refused],
  ]);
  itMends(cloudtrailCmk, "sets the configured key", trail, {}, { kmsKeyId: key }, { keyArn: key });
});

describe("cloudtrail-log-validation", () => {
  const path = "enableLogFileValidation";
  const refused = mandatory(`${path} should be true: absent means false`);
  itJudgesEach(cloudtrailLogValidation, trail, [
    ["accepts a trail that validates", { [path]: true }],
    ["refuses a trail that does not say", {}, refused],
    ["refuses what the provider fills in", { [path]: false }, refused],
    ["cannot judge a flag that is not known", { [path]: unknownFlag }, unknownVerdict(path)],
  ]);
  itMends(cloudtrailLogValidation, "has it validate", trail, {}, { [path]: true });
});

describe("cloudtrail-multi-region", () => {
  const regional = advisory("isMultiRegionTrail should be true: absent means false");
  const off = advisory("enableLogging should be absent or true: the trail is off");
  itJudgesEach(cloudtrailMultiRegion, trail, [
    ["accepts a trail of every region", { isMultiRegionTrail: true }],
    ["accepts it with what the provider fills in", { isMultiRegionTrail: true, enableLogging: true }],
    ["refuses a trail that does not say", {}, regional],
    ["refuses a trail of one region", { isMultiRegionTrail: false }, regional],
    ["refuses a trail that is off", { isMultiRegionTrail: true, enableLogging: false }, off],
    ["refuses a trail that is both", { enableLogging: false }, regional, off],
    [
      "cannot judge flags that are not known",
      { isMultiRegionTrail: unknownFlag, enableLogging: unknownFlag },
      unknownVerdict("isMultiRegionTrail"),
      unknownVerdict("enableLogging"),
    ],
  ]);
  itMends(
    cloudtrailMultiRegion,
    "has it follow every region",
    trail,
    { enableLogging: false },
    { isMultiRegionTrail: true, enableLogging: true },
  );
});
