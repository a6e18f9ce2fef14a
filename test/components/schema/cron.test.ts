import assert from "node:assert/strict";
import { cronFieldReasons } from "../../../components/schema/cron";

const reasons = (expression: string) => cronFieldReasons(expression.split(" "));

describe("the fields of a cron expression", () => {
  for (const expression of [
    "0 3 * * ? *",
    "59 23 31 12 ? 2199",
    "0 0 ? 1 1 1970",
    "*/60 */24 */31 */12 ? */230",
    "0-30/10,45 9-17 1,15 JAN-MAR,7 ? 2026-2030",
    "0 3 L * ? *",
    "0 3 LW * ? *",
    "0 3 L-30 * ? *",
    "0 3 31W * ? *",
    "0 3 ? * L *",
    "0 3 ? * 6L *",
    "0 3 ? * fri#5 *",
    "0 3 ? dec mon-fri *",
    "0 3 ? * *",
    "0/30 20-2 ? * MON-FRI *",
    "0 3 ? NOV-FEB SAT-SUN *",
  ]) {
    it(`may be ${expression}`, () => {
      assert.deepEqual(reasons(expression), []);
    });
  }

  const daysOfMonth = "1 to 31, ?, L, LW, L-3 or 15W";
  const daysOfWeek = "1 to 7 or SUN to SAT, ?, L, 6L or 6#3";
  for (const [expression, field, text, allowed] of [
    ["60 3 * * ? *", "minutes", "60", "0 to 59"],
    ["-1 3 * * ? *", "minutes", "-1", "0 to 59"],
    ["*/61 3 * * ? *", "minutes", "*/61", "0 to 59"],
    ["1.5 3 * * ? *", "minutes", "1.5", "0 to 59"],
    ["*-5 3 * * ? *", "minutes", "*-5", "0 to 59"],
    ["MON 3 * * ? *", "minutes", "MON", "0 to 59"],
    ["0 24 * * ? *", "hours", "24", "0 to 23"],
    ["0 3/ * * ? *", "hours", "3/", "0 to 23"],
    ["0 3 0 * ? *", "day of month", "0", daysOfMonth],
    ["0 3 L-31 * ? *", "day of month", "L-31", daysOfMonth],
    ["0 3 0W * ? *", "day of month", "0W", daysOfMonth],
    ["0 3 * 0 ? *", "month", "0", "1 to 12 or JAN to DEC"],
    ["0 3 * sunday ? *", "month", "SUNDAY", "1 to 12 or JAN to DEC"],
    ["0 3 ? * 8 *", "day of week", "8", daysOfWeek],
    ["0 3 ? * 2#6 *", "day of week", "2#6", daysOfWeek],
    ["0 3 ? * 2#1,3 *", "day of week", "2#1,3", daysOfWeek],
    ["0 3 * * ? 2200", "year", "2200", "1970 to 2199"],
    ["0 3 * * ? 2030-2026", "year", "2030-2026", "1970 to 2199"],
  ] as const) {
    it(`must not have the ${field} ${text}`, () => {
      assert.deepEqual(reasons(expression), [
        `has the ${field} ${JSON.stringify(text)}: give *, or ${allowed}, in lists (,), ranges (-), steps (/)`,
      ]);
    });
  }

  for (const [dayOfMonth, dayOfWeek] of [
    ["*", "*"],
    ["?", "?"],
    ["1", "MON"],
  ] as const) {
    it(`must not be both the day of month ${dayOfMonth} and the day of week ${dayOfWeek}`, () => {
      assert.deepEqual(reasons(`0 3 ${dayOfMonth} * ${dayOfWeek} *`), [
        `has the day of month "${dayOfMonth}" and the day of week "${dayOfWeek}": let exactly one be ?`,
      ]);
    });
  }

  it("are refused all at once, each with its own reason", () => {
    assert.deepEqual(
      reasons("60 24 * * * 1969").map((reason) => reason.split(":")[0]),
      [
        'has the minutes "60"',
        'has the hours "24"',
        'has the year "1969"',
        'has the day of month "*" and the day of week "*"',
      ],
    );
  });
});
