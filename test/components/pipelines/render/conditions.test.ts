import assert from "node:assert/strict";
import { renderConditions } from "../../../../components/pipelines/render/conditions";
import { checkRule, pipelineUnder, readPipeline } from "../../../support/pipelines";

const rendered = {
  name: "Wanted",
  ruleTypeId: { category: "Rule", owner: "AWS", provider: "VariableCheck", version: "1" },
  configuration: { Variable: "#{Repository.CommitMessage}", Value: "skip", Operator: "NE" },
  inputArtifacts: [],
};

function render(
  conditions: Record<string, unknown>,
  roleOf: (actionOrRule: string) => string | undefined = () => undefined,
) {
  const [, stage] = readPipeline(pipelineUnder(conditions)).stages;
  assert.ok(stage);
  return renderConditions(stage, roleOf);
}

describe("renderConditions", () => {
  it("says nothing of a stage without conditions", () => {
    assert.deepEqual(render({}), {});
  });

  it("writes each kind as AWS's provider takes it", () => {
    const rules = [checkRule()];
    assert.deepEqual(
      render({
        beforeEntry: { result: "SKIP", rules },
        onSuccess: { result: "ROLLBACK", rules },
        onFailure: { result: "ROLLBACK", rules },
      }),
      {
        beforeEntry: { condition: { result: "SKIP", rules: [rendered] } },
        onSuccess: { condition: { result: "ROLLBACK", rules: [rendered] } },
        onFailure: { condition: { result: "ROLLBACK", rules: [rendered] } },
      },
    );
  });

  it("writes the result alone of a failure without rules", () => {
    assert.deepEqual(render({ onFailure: { result: "ROLLBACK" } }), { onFailure: { result: "ROLLBACK" } });
  });

  it("says which actions are tried again: those that failed, unless all are asked for", () => {
    assert.deepEqual(render({ onFailure: { result: "RETRY" } }), {
      onFailure: { result: "RETRY", retryConfiguration: { retryMode: "FAILED_ACTIONS" } },
    });
    assert.deepEqual(render({ onFailure: { result: "RETRY", retryMode: "ALL_ACTIONS" } }), {
      onFailure: { result: "RETRY", retryConfiguration: { retryMode: "ALL_ACTIONS" } },
    });
  });

  it("writes everything that a rule says, in its order, and the role of each by its name and kind", () => {
    const rules = [checkRule({ region: "us-east-1", timeoutInMinutes: 30 }), checkRule({ name: "Other" })];
    const roleOf = (actionOrRule: string) => (actionOrRule === "beforeEntry-Other" ? "arn:role" : undefined);
    assert.deepEqual(render({ beforeEntry: { result: "FAIL", rules }, onSuccess: { result: "FAIL", rules } }, roleOf), {
      beforeEntry: {
        condition: {
          result: "FAIL",
          rules: [
            { ...rendered, region: "us-east-1", timeoutInMinutes: 30 },
            { ...rendered, name: "Other", roleArn: "arn:role" },
          ],
        },
      },
      onSuccess: {
        condition: {
          result: "FAIL",
          rules: [
            { ...rendered, region: "us-east-1", timeoutInMinutes: 30 },
            { ...rendered, name: "Other" },
          ],
        },
      },
    });
  });
});
