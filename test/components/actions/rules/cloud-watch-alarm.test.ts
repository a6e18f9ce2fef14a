import { cloudWatchAlarm, cloudWatchAlarmRule } from "../../../../components/actions/rules/cloud-watch-alarm";
import { configured, describeProvider } from "../../../support/provider-cases";

const rule = cloudWatchAlarmRule({ name: "Healthy", configuration: { AlarmName: "shop errors: 5xx" } });
const full = configured(rule, { AlarmStates: ["ALARM", "INSUFFICIENT_DATA"], WaitTime: 20 });
const alarm = "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:shop errors: 5xx";
const statements = [
  { Sid: "Alarm", Effect: "Allow" as const, Action: ["cloudwatch:DescribeAlarms"], Resource: [alarm] },
];
const name = "give the name of an alarm, 1 to 255 characters without * ? $ and without a reference";

describeProvider(cloudWatchAlarm, {
  title: "a rule that looks at an alarm",
  minimal: { action: rule, configuration: { AlarmName: "shop errors: 5xx" }, statements },
  full: {
    action: full,
    configuration: { AlarmName: "shop errors: 5xx", AlarmStates: "ALARM,INSUFFICIENT_DATA", WaitTime: "20" },
    statements,
  },
  required: ["AlarmName"],
  refused: [
    ["any alarm", configured(rule, { AlarmName: "shop-*" }), "configuration.AlarmName", `is "shop-*": ${name}`],
    [
      "an alarm that the caller chooses",
      configured(rule, { AlarmName: `\${aws:username}` }),
      "configuration.AlarmName",
      `is "\${aws:username}": ${name}`,
    ],
    [
      "an alarm that an earlier action chooses",
      configured(rule, { AlarmName: "#{Build.ALARM}" }),
      "configuration.AlarmName",
      `is "#{Build.ALARM}": ${name}`,
    ],
    [
      "a name of 256 characters",
      configured(rule, { AlarmName: "x".repeat(256) }),
      "configuration.AlarmName",
      `is "${"x".repeat(76)}...: ${name}`,
    ],
    [
      "a state that no alarm has",
      configured(rule, { AlarmStates: ["BROKEN"] }),
      "configuration.AlarmStates[0]",
      'is "BROKEN": allowed are ALARM, OK, INSUFFICIENT_DATA',
    ],
    [
      "no state at all",
      configured(rule, { AlarmStates: [] }),
      "configuration.AlarmStates",
      "is []: give at least 1 entry",
    ],
    [
      "the same state twice",
      configured(rule, { AlarmStates: ["OK", "OK"] }),
      "configuration.AlarmStates",
      'is ["OK","OK"]: give everything once',
    ],
    ["a wait of no minutes", configured(rule, { WaitTime: 0 }), "configuration.WaitTime", "is 0: give at least 1"],
  ],
  accepted: [["a name of 255 characters", configured(rule, { AlarmName: "x".repeat(255) })]],
  allowed: [{ action: "cloudwatch:DescribeAlarms", resource: alarm }],
  denied: [
    { action: "cloudwatch:DescribeAlarms", resource: `${alarm} other` },
    { action: "cloudwatch:DisableAlarmActions", resource: alarm },
  ],
});
