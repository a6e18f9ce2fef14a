import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { renderBuildspec } from "../../../components/codebuild/render-buildspec";
import { validateBuildspec } from "../../../components/codebuild/validate-buildspec";
import { type NpmPublishArgs, npmPublish } from "../../../components/recipes/npm-publish";
import { type BuildMachine, makeBuildMachine } from "../../support/build-machine";
import { runBuildspec } from "../../support/run-buildspec";
import { golden } from "./golden";

const registry = { account: "111122223333", region: "eu-central-1", domainName: "acme", repositoryName: "npm" };
const packages = [".", "it's; $(here)"];

describe("The recipe npmPublish", () => {
  let machine: BuildMachine;
  beforeEach(() => {
    machine = makeBuildMachine();
    machine.write("source/package-lock.json", "{}\n");
    machine.write("source/package.json", '{ "name": "@acme/web", "version": "1.2.0" }\n');
    machine.write("source/it's; $(here)/package.json", '{ "name": "@acme/rules", "version": "1.2.0" }\n');
  });
  afterEach(() => machine.remove());

  const run = (args: Partial<NpmPublishArgs> = {}, variables = {}) =>
    runBuildspec(machine, npmPublish({ registry, packages, ...args }), variables);
  const calls = () => machine.calls().map((call) => call.split(" ").slice(0, 2).join(" "));
  const leftBehind = () => readdirSync(join(machine.root, "tmp"));

  it("renders as approved", () => {
    const args = { registry, packages: [".", "policy"], commands: ["npm run check", "npm test"], timeoutInMinutes: 30 };
    assert.equal(renderBuildspec(npmPublish(args)), golden("npm-publish"));
    assert.deepEqual(validateBuildspec(npmPublish(args)), []);
  });

  it("publishes every package once its tests succeed, logged in for as long as the build may take", () => {
    const { succeeded } = run({ timeoutInMinutes: 30 });
    assert.equal(succeeded, true);
    assert.equal(machine.read("state/published"), "@acme/web@1.2.0\n@acme/rules@1.2.0\n");
    assert.deepEqual(calls(), [
      "aws codeartifact",
      "npm ci",
      "npm test",
      ...["npm view", "npm publish"],
      ...["npm view", "npm publish"],
    ]);
    assert.equal(
      machine.calls()[0],
      "aws codeartifact get-authorization-token --domain acme --domain-owner 111122223333 --region eu-central-1 --duration-seconds 1800 --query authorizationToken --output text",
    );
  });

  it("leaves neither the token nor npm's settings for it, and shows the token to nobody", () => {
    const { output } = run();
    assert.deepEqual(leftBehind(), []);
    assert.deepEqual(readdirSync(join(machine.root, "home")), []);
    assert.doesNotMatch(output + machine.calls().join("\n"), /registry-token/);
  });

  it("publishes no version that is there already, and succeeds", () => {
    machine.write("state/published", "@acme/web@1.2.0\n");
    const { succeeded, output } = run();
    assert.equal(succeeded, true);
    assert.match(output, /^@acme\/web@1\.2\.0 exists: nothing to publish$/m);
    assert.equal(machine.read("state/published"), "@acme/web@1.2.0\n@acme/rules@1.2.0\n");
  });

  for (const failing of ["aws codeartifact", "npm ci", "npm test", "npm view", "npm publish"]) {
    it(`publishes nothing more after a failing \`${failing}\`, and cleans up`, () => {
      const { steps } = run({}, { FAILING: failing });
      assert.deepEqual(steps, ["install", "build (failed)"]);
      assert.ok(machine.calls().at(-1)?.startsWith(failing));
      assert.equal(machine.read("state/published"), undefined);
      assert.deepEqual(leftBehind(), []);
    });
  }

  it("runs npm test, and the package at the root, unless it is told otherwise", () => {
    const { succeeded } = runBuildspec(machine, npmPublish({ registry, commands: [] }));
    assert.equal(succeeded, true);
    assert.deepEqual(calls(), ["aws codeartifact", "npm ci", "npm view", "npm publish"]);
    assert.deepEqual(npmPublish({ registry }).phases.install?.["runtime-versions"], { nodejs: 22 });
  });

  it("says everything that is wrong with its arguments at once", () => {
    const wrong = {
      registry: { ...registry, account: "1", region: "$(x)", domainName: "Acme", repositoryName: "a b" },
      packages: ["/etc"],
      timeoutInMinutes: 10,
    };
    assert.throws(() => npmPublish(wrong), {
      message: [
        "The recipe npmPublish has 6 problems:",
        '  registry.account: is "1": give the 12 digits of an account, in quotation marks',
        '  registry.region: is "$(x)": give a region, such as eu-central-1',
        '  registry.domainName: is "Acme": give 2 to 50 lowercase letters, digits or hyphens, starting with a letter',
        '  registry.repositoryName: is "a b": give 2 to 100 letters, digits or the characters . _ -, starting with a letter or digit',
        '  packages[0]: is "/etc": give a path inside the repository, relative to its root, such as deploy',
        "  timeoutInMinutes: is 10: give at least 15",
      ].join("\n"),
    });
  });
});
