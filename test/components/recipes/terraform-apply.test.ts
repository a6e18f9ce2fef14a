import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { renderBuildspec } from "../../../components/codebuild/render-buildspec";
import { terraformApply } from "../../../components/recipes/terraform-apply";
import { type BuildMachine, makeBuildMachine } from "../../support/build-machine";
import { runBuildspec } from "../../support/run-buildspec";
import { golden } from "./golden";

const commit = "4f1d9b1c0e5a4b8f9d2c7a6b5e4f3d2c1b0a9f8e";
const image = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/web";
const project = { CODEBUILD_RESOLVED_SOURCE_VERSION: commit, IMAGE_REPOSITORY_URI: image };
const archive = "terraform_1.13.5_linux_amd64.zip";

describe("The recipe terraformApply", () => {
  let machine: BuildMachine;
  let sha256: string;
  beforeEach(() => {
    machine = makeBuildMachine();
    sha256 = machine.offer(archive, "terraform");
    machine.write("source/deploy/.terraform.lock.hcl", "");
  });
  afterEach(() => machine.remove());

  const leftBehind = () => readdirSync(join(machine.root, "tmp"));
  const recipe = () => terraformApply({ version: "1.13.5", sha256, directory: "deploy" });

  it("renders as approved", () => {
    const spec = terraformApply({ version: "1.13.5", sha256: "0f".repeat(32), directory: "deploy" });
    assert.equal(renderBuildspec(spec), golden("terraform-apply"));
  });

  it("applies the plan it made, with the image of the commit, and leaves nothing behind", () => {
    const run = runBuildspec(machine, recipe(), project);
    assert.deepEqual([run.succeeded, run.steps], [true, ["install", "build"]]);
    assert.equal(JSON.parse(machine.read("state/applied") ?? "").image, `${image}:${commit}`);
    const calls = machine.calls().map((call) => call.replace(/\/[^\s=]*\/tmp\/[^/\s]*/g, "TOOLS_DIR"));
    assert.deepEqual(calls, [
      `curl --fail --silent --show-error --location --proto =https --retry 3 --output TOOLS_DIR/archive https://releases.hashicorp.com/terraform/1.13.5/${archive}`,
      "unzip -q TOOLS_DIR/archive -d TOOLS_DIR/bin",
      "terraform -chdir=deploy init -input=false -no-color -lockfile=readonly",
      "terraform -chdir=deploy plan -input=false -no-color -lock-timeout=5m -out=TOOLS_DIR/plan",
      "terraform -chdir=deploy apply -input=false -no-color -lock-timeout=5m TOOLS_DIR/plan",
    ]);
    assert.deepEqual(leftBehind(), []);
  });

  it("neither unpacks nor runs a download with another checksum", () => {
    machine.offer(archive, "pulumi");
    const run = runBuildspec(machine, recipe(), project);
    assert.equal(run.succeeded, false);
    assert.match(run.output, /FAILED/);
    assert.deepEqual(
      machine.calls().map((call) => call.split(" ")[0]),
      ["curl"],
    );
    assert.deepEqual(leftBehind(), []);
  });

  it("fails when there is nothing to download", () => {
    const spec = terraformApply({ version: "9.9.9", sha256, directory: "deploy" });
    assert.equal(runBuildspec(machine, spec, project).succeeded, false);
    assert.deepEqual(
      machine.calls().map((call) => call.split(" ")[0]),
      ["curl"],
    );
    assert.deepEqual(leftBehind(), []);
  });

  for (const command of ["init", "plan", "apply"]) {
    it(`stops at a failing ${command}, applies nothing, and deletes the plan`, () => {
      const run = runBuildspec(machine, recipe(), { ...project, FAILING: `terraform -chdir=deploy ${command}` });
      assert.deepEqual(run.steps, ["install", "build (failed)"]);
      assert.match(machine.calls().at(-1) ?? "", new RegExp(`^terraform -chdir=deploy ${command} `));
      assert.equal(machine.read("state/applied"), undefined);
      assert.deepEqual(leftBehind(), []);
    });
  }

  it("fails without a lock file of the providers", () => {
    const spec = terraformApply({ version: "1.13.5", sha256, directory: "." });
    assert.match(runBuildspec(machine, spec, project).output, /terraform: the lock file is missing/);
    assert.equal(machine.read("state/applied"), undefined);
  });

  const state = { bucketName: "acme-state", region: "eu-central-1", key: "shop/dev/terraform.tfstate" };

  it("keeps the state and its lock in the bucket that is given, in a backend block that is there to be filled", () => {
    machine.write("source/deploy/main.tf", 'terraform {\n  backend "s3" {}\n}\n');
    const spec = terraformApply({ version: "1.13.5", sha256, directory: "deploy", state });
    assert.equal(runBuildspec(machine, spec, project).succeeded, true);
    assert.equal(
      machine.calls()[2],
      "terraform -chdir=deploy init -input=false -no-color -lockfile=readonly -backend-config=bucket=acme-state -backend-config=region=eu-central-1 -backend-config=key=shop/dev/terraform.tfstate -backend-config=use_lockfile=true -backend-config=encrypt=false",
    );
  });

  it("applies nothing where no backend block is there: the state would end with the build", () => {
    const spec = terraformApply({ version: "1.13.5", sha256, directory: "deploy", state });
    const { succeeded, output } = runBuildspec(machine, spec, project);
    assert.equal(succeeded, false);
    assert.match(output, /^The module deploy has no backend for its state: add terraform \{ backend "s3" \{\} \}$/m);
    assert.equal(machine.read("state/applied"), undefined);
  });

  it("refuses a version that cannot lock a state in a bucket, and takes the first that can", () => {
    const args = { sha256, directory: "deploy", state };
    assert.throws(() => terraformApply({ ...args, version: "1.9.8" }), {
      message:
        "The recipe terraformApply has a problem:\n  version: is too old to lock state in a bucket: give 1.10.0 or newer, or leave out state",
    });
    for (const version of ["1.10.0", "2.0.0"]) {
      assert.equal(terraformApply({ ...args, version }).version, 0.2);
    }
  });

  it("works with OpenTofu as well, from where OpenTofu publishes it", () => {
    const hash = machine.offer("tofu_1.10.6_linux_amd64.zip", "tofu");
    const args = { version: "1.10.6", sha256: hash, directory: "deploy", distribution: "opentofu" } as const;
    assert.equal(runBuildspec(machine, terraformApply(args), project).succeeded, true);
    assert.match(
      machine.calls()[0] ?? "",
      / https:\/\/github\.com\/opentofu\/opentofu\/releases\/download\/v1\.10\.6\/tofu_1\.10\.6_linux_amd64\.zip$/,
    );
    const commands = machine.calls().slice(2);
    assert.deepEqual(
      commands.map((call) => call.split(" ").slice(0, 3).join(" ")),
      ["init", "plan", "apply"].map((command) => `tofu -chdir=deploy ${command}`),
    );
  });

  it("names the variable that the project forgot", () => {
    const run = runBuildspec(machine, recipe(), { CODEBUILD_RESOLVED_SOURCE_VERSION: commit });
    assert.equal(run.succeeded, false);
    assert.match(run.output, /IMAGE_REPOSITORY_URI: unbound variable/);
    assert.equal(
      machine.calls().some((call) => call.startsWith("terraform")),
      false,
    );
  });

  it("says everything that is wrong with its arguments at once", () => {
    assert.throws(() => terraformApply({ version: "~> 1.13", sha256: "0F".repeat(32), directory: "/etc" }), {
      message: [
        "The recipe terraformApply has 3 problems:",
        '  version: is "~> 1.13": give one version as x.y.z, such as 1.13.5',
        `  sha256: is "${"0F".repeat(32)}": give the SHA-256 of the download: 64 digits of 0-9 and a-f in lower case`,
        '  directory: is "/etc": give a path inside the repository, relative to its root, such as deploy',
      ].join("\n"),
    });
  });
});
