import assert from "node:assert/strict";
import { outlinePipeline } from "../../../../components/pipelines/validation/outline";
import { confusedRoles } from "../../../../components/pipelines/validation/role-name-collisions";
import { approvalAction, checkRule } from "../../../support/pipelines";

const stage = (name: string, names: string[], conditions: object = {}) => ({
  name,
  actions: names.map((action) => approvalAction({ name: action })),
  ...conditions,
});
const entryRules = (...names: string[]) => ({ beforeEntry: { rules: names.map((name) => checkRule({ name })) } });
const problemsOf = (...stages: unknown[]) => confusedRoles(outlinePipeline({ stages }).stages);

describe("the roles of actions and rules", () => {
  for (const [what, stages] of [
    ["different names", [stage("Build", ["Image", "Tests"]), stage("Deploy", ["Image"])]],
    [
      "one name in different kinds of conditions",
      [stage("Build", ["A"], { ...entryRules("Wanted"), onFailure: { rules: [checkRule()] } })],
    ],
    ["names that cannot be read", [stage("", ["A", "A"]), stage("Build", ["", ""]), 7, {}]],
  ] as const) {
    it(`may have ${what}`, () => {
      assert.deepEqual(problemsOf(...stages), []);
    });
  }

  it("must not have names that differ only in where a part ends", () => {
    const problems = problemsOf(stage("Build-App", ["Image"]), stage("Build", ["App-Image"]));
    assert.deepEqual(problems, [
      {
        path: "stages[1].actions[0].name",
        reason:
          '"App-Image" in the stage "Build" would have its role named as that of stages[0].actions[0]; change the name of the action or of its stage',
      },
    ]);
  });

  it("must not have names that differ only in upper and lower case, which IAM does not tell apart", () => {
    assert.deepEqual(
      problemsOf(stage("Build", ["Image", "image"])).map(({ path }) => path),
      ["stages[0].actions[1].name"],
    );
  });

  it("must not have the name of a rule for an action of the same stage", () => {
    assert.deepEqual(
      problemsOf(stage("Build", ["beforeEntry-Wanted"], entryRules("Wanted"))).map(({ path }) => path),
      ["stages[0].beforeEntry.rules[0].name"],
    );
  });

  it("say nothing of a name that is simply there twice, which the structure refuses", () => {
    assert.deepEqual(problemsOf(stage("Build", ["Image", "Image"])), []);
    assert.deepEqual(problemsOf(stage("Build", ["Image"]), stage("Build", ["Image"])), []);
  });
});
