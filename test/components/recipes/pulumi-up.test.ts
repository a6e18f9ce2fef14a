import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { renderBuildspec } from "../../../components/codebuild/render-buildspec";
import { pulumiUp } from "../../../components/recipes/pulumi-up";
import { type BuildMachine, makeBuildMachine } from "../../support/build-machine";
import { runBuildspec } from "../../support/run-buildspec";
import { golden } from "./golden";

const commit = "4f1d9b1c0e5a4b8f9d2c7a6b5e4f3d2c1b0a9f8e";
const image = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/web";
const project = {
  CODEBUILD_RESOLVED_SOURCE_VERSION: commit,
  IMAGE_REPOSITORY_URI: image,
  PULUMI_ACCESS_TOKEN: "pul-secret-4711",
};
const archive = "pulumi-v3.248.0-linux-x64.tar.gz";

describe("The recipe pulumiUp", () => {
  let machine: BuildMachine;
  let sha256: string;
  beforeEach(() => {
    machine = makeBuildMachine();
    sha256 = machine.offer(archive, "pulumi");
    machine.write("source/deploy/Pulumi.yaml", "name: shop\n");
    machine.write("source/deploy/package-lock.json", "{}\n");
    machine.write("state/stacks", "acme/shop/dev\n");
  });
  afterEach(() => machine.remove());

  const leftBehind = () => readdirSync(join(machine.root, "tmp"));
  const recipe = (stack = "acme/shop/dev") => pulumiUp({ version: "3.248.0", sha256, directory: "deploy", stack });

  it("renders as approved", () => {
    const args = { version: "3.248.0", sha256: "0f".repeat(32), directory: "deploy", stack: "acme/shop/dev" };
    assert.equal(renderBuildspec(pulumiUp(args)), golden("pulumi-up"));
  });

  it("updates the stack with the image of the commit, and leaves neither tools nor credentials", () => {
    const run = runBuildspec(machine, recipe(), project);
    assert.deepEqual([run.succeeded, run.steps], [true, ["install", "build"]]);
    assert.equal(machine.read("state/applied"), `image=${image}:${commit}\n`);
    const calls = machine.calls().map((call) => call.replace(/\/[^\s=]*\/tmp\/[^/\s]*/g, "TOOLS_DIR"));
    assert.deepEqual(calls, [
      `curl --fail --silent --show-error --location --proto =https --retry 3 --output TOOLS_DIR/archive https://get.pulumi.com/releases/sdk/${archive}`,
      "npm ci --prefix deploy --no-audit --no-fund --ignore-scripts --allow-git=none --git=/bin/false",
      "pulumi stack select --cwd deploy --non-interactive --stack acme/shop/dev",
      "pulumi up --cwd deploy --non-interactive --stack acme/shop/dev --yes --skip-preview",
      "pulumi logout --all",
    ]);
    assert.deepEqual(leftBehind(), []);
    assert.deepEqual(readdirSync(join(machine.root, "home")), []);
    assert.doesNotMatch(run.output + calls.join("\n"), /pul-secret-4711/);
  });

  it("neither unpacks nor runs a download with another checksum", () => {
    machine.offer(archive, "terraform");
    const run = runBuildspec(machine, recipe(), project);
    assert.deepEqual(run.steps, ["install", "build (failed)"]);
    assert.match(run.output, /FAILED/);
    assert.deepEqual(
      machine.calls().map((call) => call.split(" ")[0]),
      ["curl"],
    );
    assert.deepEqual(leftBehind(), []);
  });

  it("fails on a stack that does not exist, and makes none", () => {
    const run = runBuildspec(machine, recipe("acme/shop/dve"), project);
    assert.equal(run.succeeded, false);
    assert.match(run.output, /no stack named 'acme\/shop\/dve' found/);
    assert.equal(machine.read("state/stacks"), "acme/shop/dev\n");
    assert.equal(
      machine.calls().some((call) => call.startsWith("pulumi up")),
      false,
    );
    assert.deepEqual(leftBehind(), []);
  });

  for (const failing of ["npm ci", "pulumi stack select", "pulumi up"]) {
    it(`stops at a failing \`${failing}\` and logs out`, () => {
      const run = runBuildspec(machine, recipe(), { ...project, FAILING: failing });
      assert.deepEqual(run.steps, ["install", "build (failed)"]);
      assert.equal(machine.calls().at(-1), "pulumi logout --all");
      assert.ok(machine.calls().at(-2)?.startsWith(failing));
      assert.equal(machine.read("state/applied"), undefined);
      assert.deepEqual(leftBehind(), []);
    });
  }

  it("installs no npm packages where there is no lock file", () => {
    machine.write("source/yaml/Pulumi.yaml", "name: shop\n");
    const spec = pulumiUp({ version: "3.248.0", sha256, directory: "yaml", stack: "acme/shop/dev" });
    assert.equal(runBuildspec(machine, spec, project).succeeded, true);
    assert.equal(
      machine.calls().some((call) => call.startsWith("npm")),
      false,
    );
  });

  it("runs the program on the given version of Node.js", () => {
    const spec = pulumiUp({ version: "3.248.0", sha256, directory: "deploy", stack: "acme/shop/dev", nodejs: 24 });
    assert.deepEqual(spec.phases.install?.["runtime-versions"], { nodejs: 24 });
  });

  it("logs in to the bucket that holds the state, in its region, where one is given", () => {
    const state = { bucketName: "acme-state", region: "eu-west-1" };
    const spec = pulumiUp({ version: "3.248.0", sha256, directory: "deploy", stack: "organization/shop/dev", state });
    assert.equal(spec.env?.variables?.PULUMI_BACKEND_URL, "s3://acme-state?region=eu-west-1&awssdk=v2");
    assert.equal(recipe().env?.variables?.PULUMI_BACKEND_URL, "https://api.pulumi.com");
  });

  it("says everything that is wrong with its arguments at once", () => {
    const wrong = { version: "latest", sha256: "", directory: "a/../../b", stack: "dev; rm -rf /", token: "x" };
    assert.throws(() => pulumiUp(wrong), {
      message: [
        "The recipe pulumiUp has 5 problems:",
        '  version: is "latest": give one version as x.y.z, such as 1.13.5',
        '  sha256: is "": give the SHA-256 of the download: 64 digits of 0-9 and a-f in lower case',
        '  directory: is "a/../../b": give a path inside the repository, relative to its root, such as deploy',
        '  stack: is "dev; rm -rf /": give organization/project/stack of letters, digits, "_", "." and "-", such as acme/shop/dev',
        "  token: is not known here: allowed are version, sha256, architecture, directory, stack, nodejs, state, image",
      ].join("\n"),
    });
  });
});
