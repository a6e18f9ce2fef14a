import assert from "node:assert/strict";
import { validatePipeline } from "../../../../components/pipelines/validation/validate-pipeline";
import { approvalAction, pipelineOf, sourceAction } from "../../../support/pipelines";

/** A pipeline with one required variable, that reads these sources. */
function reading(sources: readonly object[], more: object = {}) {
  const [, ...later] = pipelineOf([approvalAction()]).stages;
  const variables = [{ name: "Release", defaultValue: "nightly" }, { name: "Stage" }];
  return { variables, stages: [{ name: "Source", actions: sources }, ...later], ...more };
}

function repository(changes: object = {}, configuration: object = {}) {
  return {
    name: "Code",
    provider: "CodeCommit",
    outputArtifacts: ["code"],
    configuration: { RepositoryName: "shop", BranchName: "main", ...configuration },
    ...changes,
  };
}

const quiet = sourceAction({}, { DetectChanges: false });
const image = {
  name: "Base",
  provider: "ECR",
  outputArtifacts: ["base"],
  configuration: { RepositoryName: "shop/base" },
};
const schedules = [{ name: "nightly", expression: "rate(1 day)" }];

/** Problem of the variable when the given starts exist. */
function problems(...starts: readonly string[]) {
  const reason = `is missing, and what starts the pipeline by itself names no value (${starts.join(", ")}), so that AWS fails the run: give a default`;
  return [{ path: "variables[1].defaultValue", reason }];
}

describe("a variable without a default", () => {
  for (const [what, definition, starts] of [
    ["pushes start, as they do unless somebody says otherwise", reading([sourceAction()]), ["changes of Repository"]],
    ["an event starts", reading([repository()]), ["changes of Code"]],
    ["polling starts", reading([repository({}, { PollForSourceChanges: true })]), ["changes of Code"]],
    ["images start", reading([image]), ["changes of Base"]],
    ["a schedule starts", reading([quiet], { schedules }), ["the schedule nightly"]],
    [
      "a trigger starts",
      reading([quiet], { triggers: [{ sourceAction: "Repository", push: [{ tags: { includes: ["v*"] } }] }] }),
      ["changes of Repository"],
    ],
    [
      "several start",
      reading(
        [sourceAction(), quiet, repository()].map((action, n) => ({
          ...action,
          name: `S${n}`,
          outputArtifacts: [`s${n}`],
        })),
        { schedules },
      ),
      ["changes of S0", "changes of S2", "the schedule nightly"],
    ],
  ] as const) {
    it(`is refused in a pipeline that ${what}`, () => {
      assert.deepEqual(validatePipeline(definition), problems(...starts));
    });
  }

  for (const [what, definition] of [
    ["people or other pipelines start, which can name a value", reading([quiet])],
    ["no event starts", reading([repository({ detectChanges: false })])],
    ["no image starts", reading([{ ...image, detectChanges: false }])],
  ] as const) {
    it(`is accepted in a pipeline that ${what}`, () => {
      assert.deepEqual(validatePipeline(definition), []);
    });
  }

  it("is refused with all variables, and with them alone, in a pipeline of type V1", () => {
    const paths = validatePipeline(reading([sourceAction()], { pipelineType: "V1" })).map(({ path }) => path);
    assert.deepEqual(paths, ["variables"]);
  });

  it("is not all that is said of a source or of variables that cannot be read", () => {
    const broken = reading([quiet, { name: "Other", provider: "ECR", outputArtifacts: ["base"] }], {
      variables: [7, { name: "Stage" }],
    });
    const paths = validatePipeline({ ...broken, schedules: [7] }).map(({ path }) => path);
    assert.deepEqual(paths, ["variables[0]", "schedules[0]", "stages[0].actions[1].configuration"]);
  });
});
