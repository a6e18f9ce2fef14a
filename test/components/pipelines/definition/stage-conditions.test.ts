import assert from "node:assert/strict";
import { validatePipeline } from "../../../../components/pipelines/validation/validate-pipeline";
import { checkRule, pipelineUnder, readPipeline } from "../../../support/pipelines";

const at = "stages[1]";
const rules = [checkRule()];
const many = (count: number) => Array.from({ length: count }, (_, index) => checkRule({ name: `Rule${index}` }));

const refused: [what: string, conditions: Record<string, unknown>, path: string, reason: string][] = [
  ["an entry without a result", { beforeEntry: { rules } }, "beforeEntry.result", "is missing: allowed are FAIL, SKIP"],
  [
    "an entry that rolls back",
    { beforeEntry: { result: "ROLLBACK", rules } },
    "beforeEntry.result",
    'is "ROLLBACK": allowed are FAIL, SKIP',
  ],
  ["an entry without rules", { beforeEntry: { result: "FAIL" } }, "beforeEntry.rules", "is missing: give a list"],
  [
    "an entry with no rule",
    { beforeEntry: { result: "FAIL", rules: [] } },
    "beforeEntry.rules",
    "is []: give at least 1 entry",
  ],
  [
    "a success that skips",
    { onSuccess: { result: "SKIP", rules } },
    "onSuccess.result",
    'is "SKIP": allowed are FAIL, ROLLBACK',
  ],
  ["a success without rules", { onSuccess: { result: "FAIL" } }, "onSuccess.rules", "is missing: give a list"],
  [
    "a failure that fails",
    { onFailure: { result: "FAIL" } },
    "onFailure.result",
    'is "FAIL": allowed are ROLLBACK, RETRY',
  ],
  ["a failure without a result", { onFailure: {} }, "onFailure.result", "is missing: allowed are ROLLBACK, RETRY"],
  [
    "a failure with no rule",
    { onFailure: { result: "ROLLBACK", rules: [] } },
    "onFailure.rules",
    "is []: give at least 1 entry",
  ],
  [
    "an unknown way to try again",
    { onFailure: { result: "RETRY", retryMode: "SOME" } },
    "onFailure.retryMode",
    'is "SOME": allowed are FAILED_ACTIONS, ALL_ACTIONS',
  ],
  [
    "AWS's list of conditions",
    { onSuccess: { result: "FAIL", rules, conditions: [] } },
    "onSuccess.conditions",
    "is not known here: allowed are result, rules",
  ],
];

describe("a condition", () => {
  for (const [what, conditions, path, reason] of refused) {
    it(`refuses ${what}`, () => {
      assert.deepEqual(validatePipeline(pipelineUnder(conditions)), [{ path: `${at}.${path}`, reason }]);
    });
  }

  it("takes five rules, and not six", () => {
    assert.deepEqual(validatePipeline(pipelineUnder({ beforeEntry: { result: "FAIL", rules: many(5) } })), []);
    const [problem, ...others] = validatePipeline(pipelineUnder({ beforeEntry: { result: "FAIL", rules: many(6) } }));
    assert.equal(problem?.path, `${at}.beforeEntry.rules`);
    assert.match(problem.reason, /: give at most 5 entries$/);
    assert.deepEqual(others, []);
  });

  it("is read with the defaults of its rules in place", () => {
    const model = readPipeline(pipelineUnder({ onFailure: { result: "ROLLBACK", rules } }));
    assert.deepEqual(model.stages[1]?.onFailure, {
      result: "ROLLBACK",
      rules: [{ ...checkRule(), inputArtifacts: [] }],
    });
  });

  it("judges each rule as its provider does, with the path of the rule", () => {
    const wrong = checkRule({ timeoutInMinutes: 4, roleArn: "x", region: "Europe" }, { Operator: "GT" });
    assert.deepEqual(validatePipeline(pipelineUnder({ beforeEntry: { result: "FAIL", rules: [wrong] } })), [
      { path: `${at}.beforeEntry.rules[0].region`, reason: 'is "Europe": give a region, such as eu-central-1' },
      {
        path: `${at}.beforeEntry.rules[0].roleArn`,
        reason: 'is "x": give the ARN of a role, arn:aws:iam::<account>:role/<name>',
      },
      { path: `${at}.beforeEntry.rules[0].timeoutInMinutes`, reason: "is 4: give at least 5" },
      {
        path: `${at}.beforeEntry.rules[0].configuration.Operator`,
        reason: 'is "GT": allowed are EQ, NE, CONTAINS, MATCHES',
      },
    ]);
  });

  it("counts the artifacts of its rules, and takes none that is not made before", () => {
    const taking = checkRule({ inputArtifacts: ["nothing"] });
    assert.deepEqual(validatePipeline(pipelineUnder({ onSuccess: { result: "FAIL", rules: [taking] } })), [
      {
        path: `${at}.onSuccess.rules[0].inputArtifacts`,
        reason: "1 artifacts are refused; VariableCheck takes none: remove them",
      },
      {
        path: `${at}.onSuccess.rules[0].inputArtifacts[0]`,
        reason: '"nothing" is made by no action; take one of source',
      },
    ]);
  });
});
