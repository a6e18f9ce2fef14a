import assert from "node:assert/strict";
import { pipelineSchema } from "../../../../components/pipelines/definition/schema";
import { validatePipeline } from "../../../../components/pipelines/validation/validate-pipeline";
import { schemaProblems } from "../../../../components/schema/vocabulary";
import { buildAction, pipelineOf, pipelineUnder, readPipeline } from "../../../support/pipelines";

const least = pipelineOf([buildAction()]);
const variable = (changes: Record<string, unknown>) => ({
  ...least,
  variables: [{ name: "Stage", defaultValue: "dev", ...changes }],
});
const schedule = (changes: Record<string, unknown>) => ({
  ...least,
  schedules: [{ name: "nightly", expression: "rate(1 day)", ...changes }],
});
const variableName = "give 1 to 128 letters, digits or the characters @ - _";
const expression = "give cron(<minutes> <hours> <day of month> <month> <day of week> <year>) or rate(<number> <unit>)";
const provider = "is not allowed here: the AWS provider of Pulumi cannot say it; ";

const refused: [what: string, definition: unknown, path: string, reason: string | RegExp][] = [
  ["an unknown type", { ...least, pipelineType: "V3" }, "pipelineType", 'is "V3": allowed are V1, V2'],
  ["a variable with a dot in its name", variable({ name: "a.b" }), "variables[0].name", `is "a.b": ${variableName}`],
  ["a variable with a long name", variable({ name: "x".repeat(129) }), "variables[0].name", /: give 1 to 128 letters/],
  [
    "a variable with an empty default",
    variable({ defaultValue: "" }),
    "variables[0].defaultValue",
    'is "": give at least 1 character',
  ],
  [
    "a variable with a long default",
    variable({ defaultValue: "x".repeat(1001) }),
    "variables[0].defaultValue",
    /: give at most 1000 characters$/,
  ],
  [
    "a variable with a default of two lines",
    variable({ defaultValue: "dev\nprod" }),
    "variables[0].defaultValue",
    'is "dev\\nprod": write one line',
  ],
  [
    "a variable with a description of two lines",
    variable({ description: "dev\r\nprod" }),
    "variables[0].description",
    'is "dev\\r\\nprod": write one line',
  ],
  [
    "a variable with a long description",
    variable({ description: "x".repeat(201) }),
    "variables[0].description",
    /: give at most 200 characters$/,
  ],
  [
    "51 variables",
    { ...least, variables: Array.from({ length: 51 }, (_, n) => ({ name: `v${n}`, defaultValue: "1" })) },
    "variables",
    /: give at most 50 entries$/,
  ],
  [
    "two variables of one name",
    { ...least, variables: ["Stage", "Team", "Stage"].map((name) => ({ name, defaultValue: "1" })) },
    "variables[2].name",
    '"Stage" is the name of variables[0] too; give every variable a name of its own',
  ],
  [
    "a schedule with a dot in its name",
    schedule({ name: "a.b" }),
    "schedules[0].name",
    'is "a.b": give 1 to 24 letters, digits or the characters - _',
  ],
  [
    "a schedule with a long name",
    schedule({ name: "x".repeat(25) }),
    "schedules[0].name",
    `is "${"x".repeat(25)}": give 1 to 24 letters, digits or the characters - _`,
  ],
  [
    "two schedules of one name",
    { ...least, schedules: [1, 2].map((days) => ({ name: "nightly", expression: `cron(0 ${days} * * ? *)` })) },
    "schedules[1].name",
    '"nightly" is the name of schedules[0] too; give every schedule a name of its own',
  ],
  ...[
    "cron(0 3 * * ?)",
    "cron(0 3 * * ? * *)",
    "rate(1 days)",
    "rate(2 day)",
    "rate(0 days)",
    "rate(5 weeks)",
    "0 3 * * *",
    "at(2026-01-01T00:00:00)",
  ].map((text): [string, unknown, string, string] => [
    `the schedule ${text}`,
    schedule({ expression: text }),
    "schedules[0].expression",
    `is "${text}": ${expression}`,
  ]),
  [
    "the disabling of a stage's transition",
    pipelineUnder({ disableInboundStageTransitions: true }),
    "stages[1].disableInboundStageTransitions",
    `${provider}disable the transition in the console, or put an approval there`,
  ],
  [
    "the disabling of transitions where templates say it",
    { ...least, disableInboundStageTransitions: [{ StageName: "Build", Reason: "not yet" }] },
    "disableInboundStageTransitions",
    `${provider}disable the transition in the console, or put an approval there`,
  ],
  [
    "the restart of executions after an update",
    { ...least, restartExecutionOnUpdate: true },
    "restartExecutionOnUpdate",
    `${provider}start the pipeline after the update, by hand or by a schedule`,
  ],
];

describe("a pipeline as data", () => {
  for (const [what, definition, path, reason] of refused) {
    it(`refuses ${what}`, () => {
      const [problem, ...others] = validatePipeline(definition);
      assert.equal(problem?.path, path);
      if (typeof reason === "string") {
        assert.equal(problem.reason, reason);
      } else {
        assert.match(problem.reason, reason);
      }
      assert.deepEqual(others, []);
    });
  }

  it("has nothing but stages unless more is said", () => {
    const { stages: _, ...others } = readPipeline(least);
    assert.deepEqual(others, {
      pipelineType: "V2",
      executionMode: "SUPERSEDED",
      variables: [],
      triggers: [],
      schedules: [],
    });
  });

  it("takes every expression of AWS's schedules", () => {
    for (const text of [
      "cron(0 3 * * ? *)",
      "cron(0/15 8-17 ? * MON-FRI 2026)",
      "rate(1 minute)",
      "rate(2 hours)",
      "rate(10 days)",
    ]) {
      assert.deepEqual(validatePipeline(schedule({ expression: text })), [], text);
    }
  });

  it("takes variables to the last character", () => {
    const longest = { name: "x".repeat(128), defaultValue: "x".repeat(1000), description: "x".repeat(200) };
    assert.deepEqual(validatePipeline({ ...least, variables: [longest] }), []);
    const many = Array.from({ length: 50 }, (_, n) => ({ name: `v@${n}-_`, defaultValue: "1" }));
    assert.deepEqual(validatePipeline({ ...least, variables: many }), []);
  });

  it("takes 50 triggers, and not 51", () => {
    const triggers = (count: number) => ({
      ...least,
      triggers: Array.from({ length: count }, () => ({ sourceAction: "Repository" })),
    });
    assert.deepEqual(schemaProblems(pipelineSchema, triggers(50)), []);
    const [problem, ...others] = schemaProblems(pipelineSchema, triggers(51));
    assert.equal(problem?.path, "triggers");
    assert.match(problem.reason, /: give at most 50 entries$/);
    assert.deepEqual(others, []);
  });
});
