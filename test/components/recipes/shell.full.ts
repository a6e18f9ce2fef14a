import assert from "node:assert/strict";
import { scopeOf } from "../../../components/aws/scope";
import { type Buildspec, phaseNames } from "../../../components/codebuild/buildspec";
import { commentBuildspec } from "../../../components/codebuild/pull-request-comment";
import { planDelivery } from "../../../components/delivery/plan";
import { deployedImage } from "../../../components/recipes/deployed-image";
import { deliverySettings, readSettings, stackSettings } from "../../support/delivery-settings";
import { sampleRecipes } from "../../support/sample-recipes";
import { shellProblems } from "../../support/shellcheck";

/** Builds of environments with every tool, plan and destroy pipeline. */
function environmentBuilds(): Record<string, Buildspec> {
  const state = { backend: "s3", bucketName: "acme-state", keyAlias: "state", key: "shop/terraform.tfstate" };
  const destroy = {
    approvers: { first: { notify: ["a@acme.example"], principals: ["arn:aws:iam::111122223333:role/leads"] } },
  };
  const environments = {
    dev: stackSettings("dev"),
    staging: stackSettings("staging"),
    prod: stackSettings("prod"),
    terraform: readSettings(deliverySettings({ state, destroy, approval: { notify: ["a@acme.example"] } })),
  };
  return Object.fromEntries(
    Object.entries(environments).flatMap(([name, settings]) => {
      const { projects, destroy } = planDelivery(scopeOf(settings), `shop-${name}`, settings);
      return [...projects, ...(destroy?.projects ?? [])].map(({ projectName, buildspec }) => [projectName, buildspec]);
    }),
  );
}

/** One script of all commands in their order: later commands use variables of earlier ones. */
function scriptOf(spec: Buildspec): string {
  const phases = phaseNames.flatMap((phase) => spec.phases[phase] ?? []);
  return phases.flatMap(({ commands = [], finally: last = [] }) => [...commands, ...last]).join("\n");
}

/** Single quotes keep the shell out of programs of Node.js and out of paths. */
const quotes = "SC2016";

describe("shellcheck accepts", () => {
  const builds: Readonly<Record<string, Buildspec>> = {
    ...sampleRecipes,
    ...environmentBuilds(),
    "the comment on pull requests": commentBuildspec,
  };
  for (const [name, spec] of Object.entries(builds)) {
    it(`every command of ${name}`, () => {
      const script = scriptOf(spec);
      assert.ok(script.trim() !== "");
      assert.deepEqual(shellProblems(script, "bash", [quotes]), []);
    });
  }

  it("the tags of a deployed image in any shell, command by command", () => {
    const commands = deployedImage({
      repositoryUri: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/web",
      region: "eu-central-1",
      environment: "shop-prod",
      commit: "4f1d9b1c0e5a4b8f9d2c7a6b5e4f3d2c1b0a9f8e",
    });
    assert.deepEqual(
      commands.map((command) => shellProblems(command, "sh")),
      [[], [], []],
    );
  });

  it("no command that it should refuse", () => {
    assert.match(shellProblems("cd $HOME/a b\n", "bash").join(), /SC2164.*SC2086/);
  });
});
