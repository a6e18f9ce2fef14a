import assert from "node:assert/strict";
import { validatePipeline } from "../../../../components/pipelines/validation/validate-pipeline";
import { approvalAction, buildAction, pipelineOf, sourceAction } from "../../../support/pipelines";

const first = "stages[1].actions[0]";
const five = ["a", "b", "c", "d", "e"];

function named(name: string, inputArtifacts: string[], outputArtifacts: string[] = [], runOrder = 1) {
  return buildAction({ name, inputArtifacts, outputArtifacts, runOrder }, { PrimarySource: inputArtifacts[0] });
}

const refused: [what: string, definition: unknown, path: string, reason: string][] = [
  [
    "a build without an input",
    pipelineOf([buildAction({ inputArtifacts: [] })]),
    `${first}.inputArtifacts`,
    "0 artifacts are refused; CodeBuild takes 1 to 5",
  ],
  [
    "a build of six outputs",
    pipelineOf([named("A", ["source"], [...five, "f"])]),
    `${first}.outputArtifacts`,
    "6 artifacts are refused; CodeBuild makes 0 to 5",
  ],
  [
    "an approval of an artifact",
    pipelineOf([approvalAction({ inputArtifacts: ["source"] })]),
    `${first}.inputArtifacts`,
    "1 artifacts are refused; Manual takes none: remove them",
  ],
  [
    "a source of nothing",
    {
      stages: [
        { name: "Source", actions: [sourceAction({ outputArtifacts: [] })] },
        { name: "Last", actions: [approvalAction()] },
      ],
    },
    "stages[0].actions[0].outputArtifacts",
    "0 artifacts are refused; CodeStarSourceConnection makes 1",
  ],
  [
    "an artifact that two actions make",
    pipelineOf([named("A", ["source"], ["a"]), named("B", ["source"], ["a"])]),
    "stages[1].actions[1].outputArtifacts[0]",
    `"a" is made by ${first} already; give every output artifact a name of its own`,
  ],
  [
    "an artifact that one action makes twice",
    pipelineOf([named("A", ["source"], ["a", "a"])]),
    `${first}.outputArtifacts[1]`,
    `"a" is made by ${first} already; give every output artifact a name of its own`,
  ],
  [
    "an artifact that nobody makes",
    pipelineOf([named("A", ["sauce"])]),
    `${first}.inputArtifacts[0]`,
    '"sauce" is made by no action; take one of source',
  ],
  [
    "an artifact that is made later",
    pipelineOf([named("A", ["late"])], [named("B", ["source"], ["late"])]),
    `${first}.inputArtifacts[0]`,
    '"late" is made by stages[2].actions[0], which does not run before; take one of source',
  ],
  [
    "an artifact that is made at the same time",
    pipelineOf([named("A", ["source"], ["a"]), named("B", ["a"])]),
    "stages[1].actions[1].inputArtifacts[0]",
    `"a" is made by ${first}, which does not run before; take one of source`,
  ],
  [
    "an artifact that the action makes itself",
    pipelineOf([named("A", ["a"], ["a"])]),
    `${first}.inputArtifacts[0]`,
    `"a" is made by ${first}, which does not run before; take one of source`,
  ],
];

describe("the artifacts of a pipeline", () => {
  for (const [what, definition, path, reason] of refused) {
    it(`refuses ${what}`, () => {
      assert.deepEqual(validatePipeline(definition), [{ path, reason }]);
    });
  }

  it("says that nothing is made yet where nothing is", () => {
    const build = buildAction({ name: "Early" });
    const definition = {
      stages: [{ name: "Source", actions: [build] }, ...pipelineOf([approvalAction()]).stages.slice(1)],
    };
    assert.deepEqual(validatePipeline(definition).at(-1), {
      path: "stages[0].actions[0].inputArtifacts[0]",
      reason: '"source" is made by no action; make it in an earlier action',
    });
  });

  for (const [what, definition] of [
    ["an artifact of an earlier stage", pipelineOf([named("A", ["source"], ["a"])], [named("B", ["a"])])],
    [
      "an artifact of an earlier action of the same stage",
      pipelineOf([named("A", ["a"], [], 2), named("B", ["source"], ["a"], 1)]),
    ],
    ["an artifact that several take", pipelineOf([named("A", ["source"]), named("B", ["source"])])],
    [
      "five inputs and five outputs",
      pipelineOf([named("A", ["source"], five)], [named("B", five, ["f", "g", "h", "i", "j"])]),
    ],
  ] as const) {
    it(`accepts ${what}`, () => {
      assert.deepEqual(validatePipeline(definition), []);
    });
  }

  it("does not count the artifacts of a provider that is unknown, and lets others take what it makes", () => {
    const unknown = { name: "X", provider: "Jenkins", outputArtifacts: ["a", "b", "c", "d", "e", "f"] };
    assert.deepEqual(
      validatePipeline(pipelineOf([unknown], [named("B", ["f"])])).map(({ path }) => path),
      [`${first}.provider`],
    );
  });
});
