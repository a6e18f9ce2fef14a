import assert from "node:assert/strict";
import { type Properties, unknownValue, type Value } from "../../../../policy/iam/value";
import {
  configured,
  isOldGitHubSource,
  pipelineActions,
  pipelineSteps,
  pipelineType,
  precedes,
} from "../../../../policy/lib/pipeline/actions";
import { stepOf, stepsOf } from "../../support/steps";

const [push, compile, deploy]: readonly Properties[] = [{ name: "Push" }, { name: "Compile" }, { name: "Deploy" }];

describe("the actions of a pipeline", () => {
  const stages: readonly Value[] = [
    { name: "Source", actions: [push ?? {}] },
    { name: "Build", actions: [compile ?? {}, unknownValue] },
    { name: "Empty" },
    { name: "Deploy", actions: unknownValue },
  ];

  it("are in order, with their paths, and unknown where they are", () => {
    assert.deepEqual(pipelineActions(stages), [
      { path: "stages[0].actions[0]", value: push },
      { path: "stages[1].actions[0]", value: compile },
      { path: "stages[1].actions[1]", value: unknownValue },
      { path: "stages[3].actions", value: unknownValue },
    ]);
  });

  it("are steps with their stages", () => {
    assert.deepEqual(
      pipelineSteps(stages).map(({ stage, stageIndex }) => [stage, stageIndex]),
      [0, 1, 1, 3].map((index) => [stages[index], index]),
    );
  });

  it("are one unknown with unknown stages, and none without stages", () => {
    assert.deepEqual(pipelineActions(unknownValue), [{ path: "stages.actions", value: unknownValue }]);
    assert.deepEqual(pipelineActions(undefined), []);
    assert.deepEqual(pipelineActions([]), []);
  });

  it("stand in pipelines of one type", () => assert.equal(pipelineType, "aws:codepipeline/pipeline:Pipeline"));
});

describe("an action precedes another", () => {
  const order = (first: Value, second: Value) => {
    const [one, other] = stepsOf([{ runOrder: first }, { runOrder: second }]);
    assert.ok(one && other);
    return precedes(one, other);
  };

  it("in an earlier stage, whatever the order in it", () => {
    const [one, other] = stepsOf([{ runOrder: 9 }], [{ runOrder: unknownValue }]);
    assert.ok(one && other);
    assert.equal(precedes(one, other), true);
    assert.equal(precedes(other, one), false);
  });

  for (const [first, second, expected] of [
    [1, 2, true],
    [2, 1, false],
    [1, 1, false],
    [undefined, 2, true],
    [undefined, undefined, false],
    ["1", 2, true],
    [unknownValue, 2, unknownValue],
    [1, unknownValue, unknownValue],
  ] as const) {
    it(`in a stage, with runOrder ${String(first)} and ${String(second)}: ${String(expected)}`, () => {
      assert.equal(order(first, second), expected);
    });
  }
});

describe("the GitHub source with a token", () => {
  it("is GitHub of a third party", () => {
    const of = (owner: Value, provider: Value) => isOldGitHubSource(stepOf({ owner, provider }));
    assert.equal(of("ThirdParty", "GitHub"), true);
    assert.equal(of("AWS", "CodeStarSourceConnection"), false);
    assert.equal(of("Custom", "GitHub"), false);
    assert.equal(of(unknownValue, "GitHub"), false);
  });
});

describe("a value of an action's configuration", () => {
  it("is found by its key, and unknown where the configuration is", () => {
    assert.equal(configured(stepOf({ ...deploy, configuration: { StackName: "shop" } }), "StackName"), "shop");
    assert.equal(configured(stepOf({ configuration: { StackName: "shop" } }), "toString"), undefined);
    assert.equal(configured(stepOf({}), "StackName"), undefined);
    assert.equal(configured(stepOf({ configuration: unknownValue }), "StackName"), unknownValue);
    assert.equal(configured(stepOf(unknownValue), "StackName"), unknownValue);
  });
});
