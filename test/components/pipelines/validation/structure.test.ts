import assert from "node:assert/strict";
import { validatePipeline } from "../../../../components/pipelines/validation/validate-pipeline";
import { approvalAction, buildAction, checkRule, pipelineOf, sourceAction } from "../../../support/pipelines";

function approvals(count: number) {
  return Array.from({ length: count }, (_, index) => approvalAction({ name: `Release${index}` }));
}

function stages(count: number, actions = 1) {
  return pipelineOf(...Array.from({ length: count - 1 }, () => approvals(actions)));
}

const rule = checkRule({ name: "Quiet" });

/** A pipeline with conditions of its second stage, and with approvals of these names in it. */
function pipelineWith(conditions: object, ...names: readonly string[]) {
  const [source] = pipelineOf().stages;
  const actions = names.map((name) => approvalAction({ name }));
  return { stages: [source, { name: "Do", actions, ...conditions }] };
}

const stageRange = "give 2 to 50, the first of them for the sources";

const refused: [what: string, definition: unknown, path: string, reason: string][] = [
  ["no stage", { stages: [] }, "stages", `0 stages are refused; ${stageRange}`],
  ["a source alone", pipelineOf(), "stages", `1 stages are refused; ${stageRange}`],
  ["51 stages", stages(51), "stages", `51 stages are refused; ${stageRange}`],
  ["a stage without actions", pipelineOf([]), "stages[1].actions", "0 actions in a stage are refused; give 1 to 50"],
  [
    "a first stage without sources",
    { stages: [{ name: "Source", actions: [] }, ...pipelineOf([approvalAction()]).stages.slice(1)] },
    "stages[0].actions",
    "0 actions in a stage are refused; give 1 to 50",
  ],
  [
    "51 actions in a stage",
    pipelineOf(approvals(51)),
    "stages[1].actions",
    "51 actions in a stage are refused; give 1 to 50",
  ],
  [
    "1001 actions",
    pipelineOf(...Array.from({ length: 20 }, () => approvals(50))),
    "stages",
    "1001 actions are refused; a pipeline takes at most 1000",
  ],
  [
    "an action name that is given twice in a stage",
    pipelineOf([approvalAction(), buildAction({ name: "Release" })]),
    "stages[1].actions[1].name",
    '"Release" is the name of stages[1].actions[0] too; give every action of Stage1 a name of its own',
  ],
  [
    "a source in a later stage",
    pipelineOf([sourceAction({ outputArtifacts: ["other"] })]),
    "stages[1].actions[0]",
    "a Source action outside the first stage is refused; move it to the first stage",
  ],
  [
    "a build in the first stage",
    {
      stages: [
        { name: "Source", actions: [sourceAction(), buildAction({ runOrder: 2 })] },
        { name: "Last", actions: [approvalAction()] },
      ],
    },
    "stages[0].actions[1]",
    "an action of category Build in the first stage is refused; that stage takes source actions only: move it to a later one",
  ],
  [
    "actions that IAM could not tell apart, since their names differ in case alone",
    pipelineOf([approvalAction({ name: "Release" }), approvalAction({ name: "release" })]),
    "stages[1].actions[1].name",
    '"release" in the stage "Stage1" would have its role named as that of stages[1].actions[0]; change the name of the action or of its stage',
  ],
  [
    "actions whose names run together to the same with those of their stages",
    {
      stages: [
        ...pipelineOf().stages,
        { name: "Build-A", actions: [approvalAction({ name: "B" })] },
        { name: "Build", actions: [approvalAction({ name: "A-B" })] },
      ],
    },
    "stages[2].actions[0].name",
    '"A-B" in the stage "Build" would have its role named as that of stages[1].actions[0]; change the name of the action or of its stage',
  ],
  [
    "a rule that is called what an action of its stage is",
    pipelineWith({ beforeEntry: { result: "FAIL", rules: [rule] } }, "beforeEntry-Quiet"),
    "stages[1].beforeEntry.rules[0].name",
    '"beforeEntry-Quiet" in the stage "Do" would have its role named as that of stages[1].actions[0]; change the name of the action or of its stage',
  ],
];

describe("the structure of a pipeline", () => {
  for (const [what, definition, path, reason] of refused) {
    it(`refuses ${what}`, () => {
      assert.deepEqual(validatePipeline(definition), [{ path, reason }]);
    });
  }

  it("takes names whose roles IAM tells apart by more than case, and Pulumi by case", () => {
    const { stages } = pipelineOf();
    for (const others of [
      pipelineWith({ onSuccess: { result: "FAIL", rules: [rule] } }, "ONSUCCESS-QUIET").stages.slice(1),
      [
        { name: "Build-A", actions: [approvalAction({ name: "B" })] },
        { name: "build", actions: [approvalAction({ name: "a-b" })] },
      ],
    ]) {
      assert.deepEqual(validatePipeline({ stages: [...stages, ...others] }), []);
    }
  });

  it("refuses a stage name that is given twice, and says nothing more of its actions", () => {
    const definition = pipelineOf([approvalAction()], [approvalAction()]);
    const [, , third] = definition.stages;
    assert.deepEqual(validatePipeline({ stages: [...definition.stages.slice(0, 2), { ...third, name: "Stage1" }] }), [
      { path: "stages[2].name", reason: '"Stage1" is the name of stages[1] too; give every stage a name of its own' },
    ]);
  });

  it("says once of each what is wrong with rules and actions of one name", () => {
    const conditions = { beforeEntry: { result: "FAIL", rules: [rule, rule] } };
    const written = pipelineWith(conditions, "beforeEntry-Quiet", "beforeEntry-Quiet");
    assert.deepEqual(
      validatePipeline(written).map(({ path, reason }) => [path, reason.split(";")[0]]),
      [
        ["stages[1].actions[1].name", '"beforeEntry-Quiet" is the name of stages[1].actions[0] too'],
        [
          "stages[1].beforeEntry.rules[0].name",
          '"beforeEntry-Quiet" in the stage "Do" would have its role named as that of stages[1].actions[0]',
        ],
        ["stages[1].beforeEntry.rules[1].name", '"Quiet" is the name of stages[1].beforeEntry.rules[0] too'],
      ],
    );
  });

  it("says nothing of the rules of a stage either whose name is given twice", () => {
    const [source, first] = pipelineWith({}, "beforeEntry-Quiet").stages;
    const second = pipelineWith({ beforeEntry: { result: "FAIL", rules: [rule] } }, "Release").stages[1];
    assert.deepEqual(
      validatePipeline({ stages: [source, first, second] }).map(({ path }) => path),
      ["stages[2].name"],
    );
  });

  it("takes the written category for the place of an action, and the default one where none is written", () => {
    const definition = pipelineOf([buildAction({ category: "Test" })]);
    assert.deepEqual(validatePipeline(definition), []);
    const [source, ...others] = definition.stages;
    assert.deepEqual(
      validatePipeline({
        stages: [
          { name: "Source", actions: [...(source?.actions ?? []), buildAction({ category: "Test" })] },
          ...others,
        ],
      }).map(({ reason }) => reason.slice(0, 28)),
      ["an action of category Test i", '"source" is made by stages[0'],
    );
  });

  it("does not guess the place of an action whose provider is unknown", () => {
    const definition = { stages: [{ name: "Source", actions: [{ name: "X", provider: "Jenkins" }] }] };
    assert.deepEqual(
      validatePipeline(definition).map(({ path }) => path),
      ["stages[0].actions[0].provider", "stages"],
    );
  });

  for (const [what, definition] of [
    ["2 stages", stages(2)],
    ["50 stages", stages(50)],
    ["50 actions in a stage", pipelineOf(approvals(50))],
    ["1000 actions", pipelineOf(...Array.from({ length: 19 }, () => approvals(50)), approvals(49))],
    ["actions of one name in different stages", pipelineOf([approvalAction()], [approvalAction()])],
    ["a rule of the name of an action", pipelineWith({ beforeEntry: { result: "FAIL", rules: [rule] } }, "Quiet")],
    [
      "rules of one name in conditions of different kinds",
      pipelineWith(
        { beforeEntry: { result: "FAIL", rules: [rule] }, onSuccess: { result: "FAIL", rules: [rule] } },
        "Release",
      ),
    ],
  ] as const) {
    it(`accepts ${what}`, () => {
      assert.deepEqual(validatePipeline(definition), []);
    });
  }
});
