import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { type Buildspec, phaseNames } from "../../../components/recipes/buildspec";
import { dockerImage } from "../../../components/recipes/docker-image";
import { integrationTests } from "../../../components/recipes/integration-tests";
import { npmPublish } from "../../../components/recipes/npm-publish";
import { pulumiUp } from "../../../components/recipes/pulumi-up";
import { terraformApply } from "../../../components/recipes/terraform-apply";
import { validateBuildspec } from "../../../components/recipes/validate-buildspec";

const tool = { version: "1.2.3", sha256: "a".repeat(64), directory: "it's; $(here)" };
const recipes: Readonly<Record<string, Buildspec>> = {
  dockerImage: dockerImage({
    repositoryUri: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/web",
    region: "eu-central-1",
    dockerHub: true,
    context: "it's; $(here)",
  }),
  terraformApply: terraformApply(tool),
  pulumiUp: pulumiUp({ ...tool, stack: "dev" }),
  integrationTests: integrationTests({ commands: ["npm test"], directory: "it's; $(here)" }),
  npmPublish: npmPublish({
    registry: { account: "123456789012", region: "eu-central-1", domainName: "acme", repositoryName: "npm" },
    packages: ["it's; $(here)"],
  }),
};

for (const [name, spec] of Object.entries(recipes)) {
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
