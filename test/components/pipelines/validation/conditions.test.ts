import assert from "node:assert/strict";
import { ruleCatalogue } from "../../../../components/actions/rules/catalogue";
import { conditionProblems } from "../../../../components/pipelines/validation/conditions";
import { outlinePipeline } from "../../../../components/pipelines/validation/outline";
import { validatePipeline } from "../../../../components/pipelines/validation/validate-pipeline";
import { checkRule, pipelineOf, pipelineUnder, sourceAction } from "../../../support/pipelines";

const at = "stages[1]";
const rules = [checkRule()];
const parallel = { executionMode: "PARALLEL" };
const noSource = 'is "ROLLBACK", and AWS rolls no source stage back: remove the condition or move it to a later stage';
const noParallel =
  'is "ROLLBACK", and AWS rolls nothing back where executions run in parallel: change executionMode or this';

/** A pipeline whose first stage is under these conditions. */
function sourceUnder(conditions: Record<string, unknown>) {
  const [, ...later] = pipelineUnder({}).stages;
  return { stages: [{ name: "Source", actions: [sourceAction()], ...conditions }, ...later] };
}

const refused: [what: string, definition: unknown, path: string, reason: string][] = [
  [
    "two rules of one name",
    pipelineUnder({ beforeEntry: { result: "FAIL", rules: [checkRule(), checkRule()] } }),
    `${at}.beforeEntry.rules[1].name`,
    `"Wanted" is the name of ${at}.beforeEntry.rules[0] too; give every rule of ${at}.beforeEntry a name of its own`,
  ],
  [
    "a source stage that rolls back",
    sourceUnder({ onFailure: { result: "ROLLBACK" } }),
    "stages[0].onFailure.result",
    noSource,
  ],
  [
    "a rollback after success where executions run in parallel",
    pipelineUnder({ onSuccess: { result: "ROLLBACK", rules } }, parallel),
    `${at}.onSuccess.result`,
    noParallel,
  ],
  [
    "a rollback after a failure where executions run in parallel",
    pipelineUnder({ onFailure: { result: "ROLLBACK" } }, parallel),
    `${at}.onFailure.result`,
    noParallel,
  ],
  [
    "rules for a stage that is tried again",
    pipelineUnder({ onFailure: { result: "RETRY", rules } }),
    `${at}.onFailure.rules`,
    "are asked of no stage that is tried again: remove them, or let the result be ROLLBACK",
  ],
  [
    "a way to try again for a stage that rolls back",
    pipelineUnder({ onFailure: { result: "ROLLBACK", retryMode: "ALL_ACTIONS" } }),
    `${at}.onFailure.retryMode`,
    'is "ALL_ACTIONS", and the result is not RETRY: remove one of them',
  ],
];

describe("the conditions of stages", () => {
  for (const [what, definition, path, reason] of refused) {
    it(`refuse ${what}`, () => {
      assert.deepEqual(validatePipeline(definition), [{ path, reason }]);
    });
  }

  it("refuse to skip a stage by a rule that cannot", () => {
    const ask = (provider: string) => {
      const condition = { beforeEntry: { result: "SKIP", rules: [checkRule({ provider })] } };
      return conditionProblems(outlinePipeline(pipelineUnder(condition)).stages, "SUPERSEDED");
    };
    for (const { provider, canSkipStage } of ruleCatalogue) {
      assert.deepEqual(
        ask(provider),
        canSkipStage
          ? []
          : [
              {
                path: `${at}.beforeEntry.rules[0].provider`,
                reason: `is "${provider}", and no such rule can skip a stage: check a variable or ask a function, or let the condition fail the stage`,
              },
            ],
      );
    }
    assert.deepEqual(ask("Nobody's"), []);
  });

  it("let those rules alone skip that check a variable or ask a function", () => {
    const skipping = ruleCatalogue.filter(({ canSkipStage }) => canSkipStage).map(({ provider }) => provider);
    assert.deepEqual(
      skipping.filter((provider) => !["LambdaInvoke", "VariableCheck"].includes(provider)),
      [],
    );
  });

  for (const [what, definition] of [
    [
      "one name in different conditions",
      pipelineUnder({ beforeEntry: { result: "FAIL", rules }, onSuccess: { result: "FAIL", rules } }),
    ],
    ["a retry where executions run in parallel", pipelineUnder({ onFailure: { result: "RETRY" } }, parallel)],
    ["a retry of the source stage", sourceUnder({ onFailure: { result: "RETRY", retryMode: "ALL_ACTIONS" } })],
    [
      "a failing condition where executions run in parallel",
      pipelineUnder({ onSuccess: { result: "FAIL", rules } }, parallel),
    ],
    [
      "a rollback in the mode of queues",
      pipelineUnder({ onFailure: { result: "ROLLBACK" } }, { executionMode: "QUEUED" }),
    ],
    ["a pipeline without any", pipelineOf([...(pipelineUnder({}).stages[1]?.actions ?? [])])],
  ] as const) {
    it(`accept ${what}`, () => {
      assert.deepEqual(validatePipeline(definition), []);
    });
  }
});
