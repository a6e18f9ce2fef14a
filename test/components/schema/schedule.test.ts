import assert from "node:assert/strict";
import { validatePipeline } from "../../../components/pipelines/validation/validate-pipeline";
import { scheduleSchema } from "../../../components/schema/schedule";
import { schemaProblems } from "../../../components/schema/vocabulary";
import { approvalAction, pipelineOf } from "../../support/pipelines";

const daysOfMonth = "1 to 31, ?, L, LW, L-3 or 15W";
const daysOfWeek = "1 to 7 or SUN to SAT, ?, L, 6L or 6#3";

function problemsOf(expression: string) {
  return schemaProblems(scheduleSchema, { name: "nightly", expression });
}

describe("the cron expression of a schedule", () => {
  for (const [field, text, cron, allowed] of [
    ["minutes", "60", "60 3 * * ? *", "0 to 59"],
    ["minutes", "0/0", "0/0 3 * * ? *", "0 to 59"],
    ["hours", "25", "0 25 * * ? *", "0 to 23"],
    ["hours", "?", "0 ? * * ? *", "0 to 23"],
    ["day of month", "32", "0 3 32 * ? *", daysOfMonth],
    ["month", "13", "0 3 1 13 ? *", "1 to 12 or JAN to DEC"],
    ["day of week", "0", "0 3 ? * 0 *", daysOfWeek],
    ["day of week", "3#1,6#3", "0 3 ? * 3#1,6#3 *", daysOfWeek],
    ["year", "1969", "0 3 * * ? 1969", "1970 to 2199"],
  ] as const) {
    it(`is refused with the ${field} ${text}`, () => {
      assert.deepEqual(problemsOf(`cron(${cron})`), [
        {
          path: "expression",
          reason: `has the ${field} ${JSON.stringify(text)}: give *, or ${allowed}, in lists (,), ranges (-), steps (/)`,
        },
      ]);
    });
  }

  for (const [dayOfMonth, dayOfWeek] of [
    ["*", "*"],
    ["?", "?"],
    ["1", "MON"],
  ]) {
    it(`is refused with the days ${dayOfMonth} and ${dayOfWeek}, of which one must be ?`, () => {
      assert.deepEqual(problemsOf(`cron(0 3 ${dayOfMonth} * ${dayOfWeek} *)`), [
        {
          path: "expression",
          reason: `has the day of month "${dayOfMonth}" and the day of week "${dayOfWeek}": let exactly one be ?`,
        },
      ]);
    });
  }

  it("is refused with every mistake at once, where it stands in its pipeline", () => {
    const schedules = [
      { name: "nightly", expression: "cron(0 3 * * ? *)" },
      { name: "never", expression: "cron(61 24 * * * *)" },
    ];
    assert.deepEqual(
      validatePipeline({ ...pipelineOf([approvalAction()]), schedules }).map(({ path, reason }) => [
        path,
        reason.slice(0, 20),
      ]),
      [
        ["schedules[1].expression", 'has the minutes "61"'],
        ["schedules[1].expression", 'has the hours "24": '],
        ["schedules[1].expression", "has the day of month"],
      ],
    );
  });

  it("is refused once where it has another number of fields", () => {
    assert.deepEqual(problemsOf("cron(61 3 * * *)"), [
      {
        path: "expression",
        reason:
          'is "cron(61 3 * * *)": give cron(<minutes> <hours> <day of month> <month> <day of week> <year>) or rate(<number> <unit>)',
      },
    ]);
  });

  for (const cron of [
    "0 10 * * ? *",
    "0 18 ? * MON-FRI *",
    "0/15 * * * ? *",
    "0/30 20-2 ? * MON-FRI *",
    "5,35 14 * * ? *",
    "15 10 ? * 6L 2026-2029",
    "0 8 3W JAN,FEB ? *",
    "0 8 L * ? *",
    "0 8 ? * 3#2 *",
  ]) {
    it(`may be ${cron}`, () => {
      assert.deepEqual(problemsOf(`cron(${cron})`), []);
    });
  }
});
