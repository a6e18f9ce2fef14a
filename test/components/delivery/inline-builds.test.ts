import assert from "node:assert/strict";
import {
  buildProblems,
  passedVariables,
  projectOf,
  splitVariables,
  variablePaths,
} from "../../../components/delivery/inline-builds";

const commands = ["npm test"];

describe("the build that an action brings", () => {
  it("leaves variables that refer to earlier actions to the action, and keeps the others", () => {
    const { own, passed } = splitVariables({
      commands,
      environmentVariables: { STAGE: { value: "prod" }, IMAGE: { value: "#{Build.IMAGE}" } },
    });
    assert.deepEqual(own, { commands, environmentVariables: { STAGE: { value: "prod" } } });
    assert.deepEqual(passedVariables(passed), { EnvironmentVariables: [{ name: "IMAGE", value: "#{Build.IMAGE}" }] });
    assert.deepEqual(passedVariables([]), {});
  });

  it("has the problem of a passed variable at the place where its author wrote it", () => {
    const path = "stages[1].actions[0]";
    const builds = [{ path, passed: [{ name: "IMAGE", value: "#{Build.IMAGE}" }] }];
    const at = (end: string) => [{ path: `${path}.configuration${end}`, reason: "is unknown" }];
    assert.deepEqual(variablePaths(at(".EnvironmentVariables[0].value"), builds), [
      { path: `${path}.environmentVariables.IMAGE`, reason: "is unknown" },
    ]);
    assert.deepEqual(variablePaths(at(".ProjectName"), builds), at(".ProjectName"));
  });

  it("has commands or a buildspec, not both and not neither", () => {
    const buildspec = { phases: { build: { commands } } };
    assert.deepEqual(buildProblems({}), [{ path: "commands", reason: "is missing: give commands, or a buildspec" }]);
    assert.deepEqual(buildProblems({ commands, buildspec }), [
      { path: "commands", reason: "stands beside buildspec: write it in the buildspec" },
    ]);
    assert.deepEqual([buildProblems({ commands }), buildProblems({ buildspec })], [[], []]);
  });

  it("is a project with a buildspec of its commands, runtime, reports and files", () => {
    const { buildspec, permissions, description } = projectOf(
      { commands, runtime: { nodejs: 22 }, files: ["dist/**/*"], exportedVariables: ["VERSION"] },
      "Test in Build of shop",
    );
    assert.deepEqual([permissions, description], [[], "Test in Build of shop"]);
    assert.deepEqual(buildspec, {
      env: { "exported-variables": ["VERSION"] },
      phases: { install: { "runtime-versions": { nodejs: 22 } }, build: { commands } },
      artifacts: { files: ["dist/**/*"] },
    });
  });
});
