import assert from "node:assert/strict";
import { catalogue } from "../../../../components/actions/catalogue";
import { outlinePipeline } from "../../../../components/pipelines/validation/outline";
import { pipelineTypeProblems } from "../../../../components/pipelines/validation/pipeline-type";
import { validatePipeline } from "../../../../components/pipelines/validation/validate-pipeline";
import { buildAction, checkRule, pipelineOf, pipelineUnder, readPipeline } from "../../../support/pipelines";

const V1 = { pipelineType: "V1" };
const reason = "is not for pipelines of type V1: remove it, or let pipelineType be V2";
const rules = [checkRule()];
const trigger = { sourceAction: "Repository", push: [{ branches: { includes: ["main"] } }] };

const refused: [what: string, definition: Record<string, unknown>, path: string][] = [
  ["queued executions", { ...pipelineOf([buildAction()]), executionMode: "QUEUED" }, "executionMode"],
  ["parallel executions", { ...pipelineOf([buildAction()]), executionMode: "PARALLEL" }, "executionMode"],
  ["variables", { ...pipelineOf([buildAction()]), variables: [{ name: "Stage", defaultValue: "dev" }] }, "variables"],
  ["triggers", { ...pipelineOf([buildAction()]), triggers: [trigger] }, "triggers"],
  ["conditions of entry", pipelineUnder({ beforeEntry: { result: "FAIL", rules } }), "stages[1].beforeEntry"],
  ["conditions of success", pipelineUnder({ onSuccess: { result: "FAIL", rules } }), "stages[1].onSuccess"],
  ["a retry", pipelineUnder({ onFailure: { result: "RETRY" } }), "stages[1].onFailure"],
];

describe("a pipeline of type V1", () => {
  for (const [what, definition, path] of refused) {
    it(`has no ${what}, which one of type V2 has`, () => {
      assert.deepEqual(validatePipeline({ ...definition, ...V1 }), [{ path, reason }]);
      assert.deepEqual(validatePipeline({ ...definition, pipelineType: "V2" }), []);
    });
  }

  it("has the providers that know it, and no others", () => {
    for (const { provider, categories, pipelineTypes } of catalogue) {
      const [category] = categories;
      const definition = { ...pipelineOf([{ name: "A", provider, category }]), ...V1 };
      assert.deepEqual(
        pipelineTypeProblems(outlinePipeline(definition)),
        pipelineTypes.includes("V1") ? [] : [{ path: "stages[1].actions[0].provider", reason }],
        provider,
      );
    }
  });

  it("may say what it has anyway", () => {
    const plain = { ...pipelineOf([buildAction()]), ...V1, executionMode: "SUPERSEDED", variables: [], triggers: [] };
    assert.deepEqual(validatePipeline(plain), []);
    assert.equal(readPipeline(plain).pipelineType, "V1");
    assert.equal(readPipeline(pipelineOf([buildAction()])).pipelineType, "V2");
  });
});
