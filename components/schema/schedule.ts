import { cronFieldReasons } from "./cron";
import { allowedKeys, matching } from "./vocabulary";

/** A point in time at which a pipeline or a build starts without any change. */
export const scheduleSchema = allowedKeys({
  /** The name of the schedule, unique in its pipeline or project: 1 to 24 letters, digits, hyphens or underscores. */
  name: matching(/^[A-Za-z0-9_-]{1,24}$/, "give 1 to 24 letters, digits or the characters - _"),
  /**
   * Time of the start, in UTC: `cron(<minutes> <hours> <day of month> <month> <day of week> <year>)` or
   * `rate(<number> <unit>)`.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
   */
  expression: matching(
    /^(cron\(\S+( \S+){5}\)|rate\((1 (minute|hour|day)|([2-9]|[1-9]\d+) (minutes|hours|days))\))$/,
    "give cron(<minutes> <hours> <day of month> <month> <day of week> <year>) or rate(<number> <unit>)",
  ).superRefine((expression, context) => {
    const [, fields] = /^cron\((\S+(?: \S+){5})\)$/.exec(expression) ?? [];
    for (const message of fields === undefined ? [] : cronFieldReasons(fields.split(" "))) {
      context.addIssue({ code: "custom", message });
    }
  }),
});
