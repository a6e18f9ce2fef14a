import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { phaseNames } from "../../../components/codebuild/buildspec";
import { validateBuildspec } from "../../../components/codebuild/validate-buildspec";
import { sampleRecipes } from "../../support/sample-recipes";

for (const [name, spec] of Object.entries(sampleRecipes)) {
  describe(`Every recipe, here ${name}`, () => {
    const phases = phaseNames.flatMap((phase) => spec.phases[phase] ?? []);

    it("is a valid buildspec", () => {
      assert.deepEqual(validateBuildspec(spec), []);
    });

    it("consists of commands that the shell can read", () => {
      for (const command of phases.flatMap((phase) => [...(phase.commands ?? []), ...(phase.finally ?? [])])) {
        const { status, stderr } = spawnSync("bash", ["-n", "-c", command], { encoding: "utf8" });
        assert.equal(status, 0, `${command}\n${stderr}`);
      }
    });

    it("ends with the first phase that fails", () => {
      assert.deepEqual([...new Set(phases.map((phase) => phase["on-failure"]))], ["ABORT"]);
    });
  });
}
