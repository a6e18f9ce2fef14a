import assert from "node:assert/strict";
import { outlinePipeline, rulesOf, runsBefore } from "../../../../components/pipelines/validation/outline";
import { approvalAction, buildAction, checkRule, pipelineOf, readPipeline } from "../../../support/pipelines";

/** The outline of the one action of a pipeline. */
function outlineOf(action: unknown) {
  const [found] = outlinePipeline({ stages: [{ name: "Do", actions: [action] }] }).stages[0]?.actions ?? [];
  assert.ok(found);
  const { action: parsed, ...outline } = found;
  return { ...outline, isParsed: parsed !== undefined };
}

describe("the outline of a pipeline", () => {
  it("has the place of every action, rule and condition", () => {
    const { stages } = pipelineOf([approvalAction()]);
    const conditions = {
      beforeEntry: { result: "SKIP", rules: [checkRule()] },
      onFailure: { result: "RETRY", retryMode: "ALL_ACTIONS" },
    };
    const [, second] = outlinePipeline({ stages: [stages[0], { ...stages[1], ...conditions }] }).stages;
    assert.ok(second);
    assert.deepEqual(
      second.actions.map(({ path, stage, name }) => [path, stage, name]),
      [["stages[1].actions[0]", 1, "Release"]],
    );
    assert.deepEqual(
      second.conditions.map(({ kind, path, result, retryMode, rules }) => [
        kind,
        path,
        result,
        retryMode,
        rules?.length,
      ]),
      [
        ["beforeEntry", "stages[1].beforeEntry", "SKIP", undefined, 1],
        ["onFailure", "stages[1].onFailure", "RETRY", "ALL_ACTIONS", undefined],
      ],
    );
    assert.deepEqual(
      rulesOf(second).map(({ path, kind, name }) => [path, kind, name]),
      [["stages[1].beforeEntry.rules[0]", "beforeEntry", "Wanted"]],
    );
  });

  it("takes actions and rules as the schema parsed them, and parses them itself otherwise", () => {
    const definition = pipelineOf([buildAction()]);
    const model = readPipeline(definition);
    const given = outlinePipeline(definition, model).stages[1]?.actions[0]?.action;
    assert.equal(given, model.stages[1]?.actions[0]);
    assert.deepEqual(outlinePipeline(definition).stages[1]?.actions[0]?.action, given);
  });

  it("knows whether there is a list of stages at all", () => {
    assert.equal(outlinePipeline({ stages: [] }).hasStages, true);
    for (const definition of [undefined, null, 7, "x", [], {}, { stages: "x" }]) {
      assert.deepEqual(outlinePipeline(definition), {
        pipelineType: undefined,
        executionMode: undefined,
        variables: [],
        schedules: [],
        triggers: [],
        stages: [],
        hasStages: false,
      });
    }
  });

  it("keeps the positions of entries that cannot be read", () => {
    const { variables, stages } = outlinePipeline({
      variables: [7, { name: "A" }],
      stages: [7, { name: 1, actions: "x" }, { name: "Do", actions: [null, approvalAction()] }],
    });
    assert.deepEqual(variables, [undefined, { name: "A" }]);
    assert.deepEqual(
      stages.map(({ name, actions }) => [name, actions.map((action) => action.name)]),
      [
        ["", []],
        ["", []],
        ["Do", ["", "Release"]],
      ],
    );
  });
});

describe("the outline of an action", () => {
  const empty = {
    stage: 0,
    path: "stages[0].actions[0]",
    owner: undefined,
    runOrder: 1,
    inputArtifacts: [],
    outputArtifacts: [],
    outputVariables: undefined,
    region: undefined,
    roleArn: undefined,
    configuration: undefined,
    commands: undefined,
    namespace: undefined,
    isParsed: false,
  };

  for (const [what, written, meant] of [
    ["nothing", {}, { name: "", provider: "", category: undefined }],
    ["an unknown provider", { name: "A", provider: "Mine" }, { name: "A", provider: "Mine", category: undefined }],
    ["a provider of the catalogue", { provider: "CodeBuild" }, { name: "", provider: "CodeBuild", category: "Build" }],
    [
      "a name that breaks its pattern, which is a name still",
      { name: "a b", provider: "Manual", namespace: "n.s", runOrder: 0 },
      { name: "a b", provider: "Manual", category: "Approval", namespace: "n.s", runOrder: 0 },
    ],
    [
      "a list of artifacts that cannot be read in full",
      { name: "A", provider: "CodeBuild", inputArtifacts: ["a", 7], outputArtifacts: ["b"] },
      { name: "A", provider: "CodeBuild", category: "Build", outputArtifacts: ["b"] },
    ],
    [
      "values of other types",
      { name: 7, provider: null, runOrder: "1" },
      { name: "", provider: "", category: undefined },
    ],
  ] as const) {
    it(`is read from ${what}`, () => {
      assert.deepEqual(outlineOf(written), { ...empty, ...meant });
    });
  }
});

describe("the order of a pipeline", () => {
  const { stages } = outlinePipeline({
    stages: [
      { name: "A", actions: [approvalAction(), approvalAction({ name: "Later", runOrder: 2 })] },
      {
        name: "B",
        actions: [approvalAction()],
        beforeEntry: { rules: [checkRule()] },
        onSuccess: { rules: [checkRule()] },
      },
    ],
  });
  const [first, later] = stages[0]?.actions ?? [];
  const [next] = stages[1]?.actions ?? [];
  const [entry, success] = stages[1] ? rulesOf(stages[1]) : [];
  assert.ok(first && later && next && entry && success);

  for (const [what, action, other, isBefore] of [
    ["an action of an earlier stage", first, next, true],
    ["an action of a later stage", next, first, false],
    ["an action of a smaller number", first, later, true],
    ["an action of a greater number", later, first, false],
    ["an action itself", first, first, false],
    ["an action of an earlier stage, before a rule,", later, entry, true],
    ["an action of the stage, before its entry,", next, entry, false],
    ["an action of the stage, before its success,", next, success, true],
  ] as const) {
    it(`says that ${what} ${isBefore ? "has run" : "has not run"} whenever the other one starts`, () => {
      assert.equal(runsBefore(action, other), isBefore);
    });
  }
});
