import { deploymentWindow, deploymentWindowRule } from "../../../../components/actions/rules/deployment-window";
import { configured, describeProvider } from "../../../support/provider-cases";

const rule = deploymentWindowRule({ name: "Hours", configuration: { Cron: "* * 9-17 ? * MON-FRI" } });
const full = deploymentWindowRule({
  ...rule,
  configuration: { Cron: "0 0/15 9,10,14-16 L-3 JAN,7 ? 2026-2030", TimeZone: "America/New_York" },
});
const zone = "give Region/City, UTC, UTC with an offset such as UTC+02:00, or an abbreviation of 3 to 5 letters";
const inZone = (TimeZone: string) => configured(rule, { TimeZone });
const wrongZones = ["Berlin", "UTC+2", "UTC+15:00", "UTC+02:60", "europe", "EU", "CENTRAL", "Europe/Berlin/Mitte"];

const outOfRange = (field: string, text: string, cron: string, allowed: string) =>
  [
    `the ${field} ${text}`,
    configured(rule, { Cron: cron }),
    "configuration.Cron",
    `has the ${field} ${JSON.stringify(text)}: give *, or ${allowed}, in lists (,), ranges (-), steps (/)`,
  ] as [string, Record<string, unknown>, string, string];
const daysOfMonth = "1 to 31, ?, L, LW, L-3 or 15W";
const daysOfWeek = "1 to 7 or SUN to SAT, ?, L, 6L or 6#3";

describeProvider(deploymentWindow, {
  title: "a rule that waits for a window",
  minimal: { action: rule, configuration: { Cron: "* * 9-17 ? * MON-FRI" }, statements: [] },
  full: {
    action: full,
    configuration: { Cron: "0 0/15 9,10,14-16 L-3 JAN,7 ? 2026-2030", TimeZone: "America/New_York" },
    statements: [],
  },
  required: ["Cron"],
  refused: [
    [
      "five fields, as other services have",
      configured(rule, { Cron: "* 9-17 ? * MON-FRI" }),
      "configuration.Cron",
      'is "* 9-17 ? * MON-FRI", which has 5 fields: give seconds, minutes, hours, day of month, month, day of week and perhaps the year',
    ],
    [
      "eight fields",
      configured(rule, { Cron: "* * * ? * MON * *" }),
      "configuration.Cron",
      'is "* * * ? * MON * *", which has 8 fields: give seconds, minutes, hours, day of month, month, day of week and perhaps the year',
    ],
    [
      "other seconds than all or none",
      configured(rule, { Cron: "30 * 9-17 ? * MON-FRI" }),
      "configuration.Cron",
      'has the seconds "30": give * or 0',
    ],
    outOfRange("minutes", "60", "* 60 9 ? * MON", "0 to 59"),
    outOfRange("minutes", "0/61", "* 0/61 9 ? * MON", "0 to 59"),
    outOfRange("minutes", "0/0", "* 0/0 9 ? * MON", "0 to 59"),
    outOfRange("minutes", "0/5/5", "* 0/5/5 9 ? * MON", "0 to 59"),
    outOfRange("hours", "24", "* * 24 ? * MON", "0 to 23"),
    outOfRange("hours", "9-", "* * 9- ? * MON", "0 to 23"),
    outOfRange("hours", "9-12-17", "* * 9-12-17 ? * MON", "0 to 23"),
    outOfRange("hours", "9,", "* * 9, ? * MON", "0 to 23"),
    outOfRange("hours", "?", "* * ? ? * MON", "0 to 23"),
    outOfRange("day of month", "0", "* * 9 0 * ?", daysOfMonth),
    outOfRange("day of month", "32W", "* * 9 32W * ?", daysOfMonth),
    outOfRange("day of month", "L-31", "* * 9 L-31 * ?", daysOfMonth),
    outOfRange("day of month", "3#2", "* * 9 3#2 * ?", daysOfMonth),
    outOfRange("month", "13", "* * 9 ? 13 MON", "1 to 12 or JAN to DEC"),
    outOfRange("month", "JANUARY", "* * 9 ? JANUARY MON", "1 to 12 or JAN to DEC"),
    outOfRange("day of week", "0", "* * 9 ? * 0", daysOfWeek),
    outOfRange("day of week", "FRI#6", "* * 9 ? * FRI#6", daysOfWeek),
    outOfRange("day of week", "15W", "* * 9 ? * 15W", daysOfWeek),
    outOfRange("day of week", "TUE#1,FRI#3", "* * 9 ? * TUE#1,FRI#3", daysOfWeek),
    outOfRange("day of month", "?,3", "* * 9 ?,3 * ?", daysOfMonth),
    outOfRange("year", "1969", "* * 9 ? * MON 1969", "1970 to 2199"),
    outOfRange("year", "2200", "* * 9 ? * MON 2200", "1970 to 2199"),
    [
      "both days at once",
      configured(rule, { Cron: "* * 9 1 * MON" }),
      "configuration.Cron",
      'has the day of month "1" and the day of week "MON": let exactly one be ?',
    ],
    [
      "neither day",
      configured(rule, { Cron: "* * 9 ? * ?" }),
      "configuration.Cron",
      'has the day of month "?" and the day of week "?": let exactly one be ?',
    ],
    [
      "no expression",
      configured(rule, { Cron: " " }),
      "configuration.Cron",
      "is empty: write something or leave it out",
    ],
    ...wrongZones.map((text): [string, Record<string, unknown>, string, string] => [
      `the zone ${text}`,
      inZone(text),
      "configuration.TimeZone",
      `is ${JSON.stringify(text)}: ${zone}`,
    ]),
  ],
  accepted: [
    ...[
      "0 0 9-17 ? * MON-FRI *",
      "* * * * * ?",
      "0 59 23 31 12 ? 1970,2199",
      "* */5 */2 LW * ?",
      "* 5/15 9 15W,L jan-mar ?",
      "* * 9 ? * 6L",
      "* * 9 ? * FRI#3",
      "* * 9 ? * L",
      "* * 22-2 ? * fri-mon",
      "  *   *  9 ? * MON ",
    ].map((cron): [string, Record<string, unknown>] => [`the window ${cron}`, configured(rule, { Cron: cron })]),
    ...["Europe/Berlin", "UTC", "UTC+05:30", "UTC-03:00", "EST", "AEDT"].map(
      (text): [string, Record<string, unknown>] => [`the zone ${text}`, inZone(text)],
    ),
  ],
  allowed: [],
  denied: [{ action: "codepipeline:GetPipeline", resource: "arn:aws:codepipeline:eu-central-1:111122223333:shop" }],
});
