import assert from "node:assert/strict";
import { validatePipeline } from "../../../../components/pipelines/validation/validate-pipeline";
import { approvalAction, buildAction, pipelineOf } from "../../../support/pipelines";

const reading = (text: string) => approvalAction({}, { CustomData: text });

const refused: [what: string, definition: unknown, path: string, reason: string][] = [
  [
    "of two actions",
    pipelineOf([buildAction({ namespace: "Built" })], [buildAction({ namespace: "Built" })]),
    "stages[2].actions[0].namespace",
    '"Built" is the namespace of stages[1].actions[0] too; give every action a namespace of its own',
  ],
  [
    "that is the name of an artifact",
    pipelineOf([buildAction({ namespace: "source" })]),
    "stages[1].actions[0].namespace",
    'would be "source", the name of an artifact of stages[0].actions[0]; give the action another namespace, or the artifact another name',
  ],
  [
    "that is the name of the action's own artifact: an underscore follows it",
    pipelineOf([buildAction({ name: "image", outputArtifacts: ["image"] })], [reading("#{image.TAG}")]),
    "stages[2].actions[0].configuration.CustomData",
    "reads #{image.TAG}, and no action has that namespace: name one of Repository, image_",
  ],
  [
    "with a dot",
    pipelineOf([buildAction({ namespace: "a.b" })]),
    "stages[1].actions[0].namespace",
    'is "a.b": give 1 to 100 letters, digits or the characters @ - _; codepipeline and variables are reserved',
  ],
  [
    "that AWS reserves",
    pipelineOf([buildAction({ namespace: "variables" })]),
    "stages[1].actions[0].namespace",
    'is "variables": give 1 to 100 letters, digits or the characters @ - _; codepipeline and variables are reserved',
  ],
];

describe("a namespace", () => {
  for (const [what, definition, path, reason] of refused) {
    it(`is refused ${what}`, () => {
      assert.deepEqual(validatePipeline(definition), [{ path, reason }]);
    });
  }

  it("is refused that is the default one of another action which is read", () => {
    const definition = pipelineOf([buildAction()], [approvalAction({ namespace: "Image" })], [reading("#{Image.TAG}")]);
    assert.deepEqual(
      validatePipeline(definition).map(({ path }) => path),
      ["stages[3].actions[0].configuration.CustomData", "stages[2].actions[0].namespace"],
    );
  });

  for (const [what, definition] of [
    ["of each action's own", pipelineOf([buildAction({ namespace: "A" })], [buildAction({ namespace: "B" })])],
    ["that nothing reads, by two names that are the same", pipelineOf([buildAction()], [buildAction()])],
    [
      "that nothing reads, by a name that is that of an artifact",
      pipelineOf([buildAction({ name: "source" })], [reading("#{Repository.CommitId}")]),
    ],
    ["by a name that differs from an artifact in case", pipelineOf([buildAction({ namespace: "Source" })])],
    ["that merely starts with a reserved word", pipelineOf([buildAction({ namespace: "variables2" })])],
  ] as const) {
    it(`is accepted ${what}`, () => {
      assert.deepEqual(validatePipeline(definition), []);
    });
  }
});
