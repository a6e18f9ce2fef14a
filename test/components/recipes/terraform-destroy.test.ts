import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { renderBuildspec } from "../../../components/codebuild/render-buildspec";
import { terraformDestroy } from "../../../components/recipes/terraform-destroy";
import { terraformDestroyPreview } from "../../../components/recipes/terraform-destroy-preview";
import { type BuildMachine, makeBuildMachine } from "../../support/build-machine";
import { runBuildspec } from "../../support/run-buildspec";
import { golden } from "./golden";

const commit = "4f1d9b1c0e5a4b8f9d2c7a6b5e4f3d2c1b0a9f8e";
const archive = "terraform_1.13.5_linux_amd64.zip";
const state = { bucketName: "acme-state", region: "eu-central-1", key: "shop/dev/terraform.tfstate" };
const shared = { version: "1.13.5", directory: "deploy", state };

describe("The recipes of destroying with Terraform", () => {
  let machine: BuildMachine;
  let args: typeof shared & { sha256: string };
  let project: Record<string, string>;
  beforeEach(() => {
    machine = makeBuildMachine();
    args = { ...shared, sha256: machine.offer(archive, "terraform") };
    machine.write("source/deploy/.terraform.lock.hcl", "");
    machine.write("source/deploy/main.tf", 'terraform {\n  backend "s3" {}\n}\n');
    machine.write("state/resources", "aws_sns_topic.news\naws_s3_bucket.assets\n");
    project = {
      CODEBUILD_RESOLVED_SOURCE_VERSION: commit,
      IMAGE_REPOSITORY_URI: "111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop",
      CODEBUILD_BUILD_ARN: "arn:aws:codebuild:eu-central-1:111122223333:build/shop-dev-preview:0a1b-2c3d",
      CODEBUILD_SRC_DIR_DestroyPlan: join(machine.root, "plan"),
    };
  });
  afterEach(() => machine.remove());

  const preview = (more = {}) => runBuildspec(machine, terraformDestroyPreview(args), { ...project, ...more });
  const destroy = (more = {}) =>
    runBuildspec(machine, terraformDestroy({ ...args, planArtifact: "DestroyPlan" }), { ...project, ...more });
  /** What CodePipeline does between the two: the artifact of the one build is an input of the other. */
  const handOver = (files = ["plan.json", "plan.tfplan"]) => {
    mkdirSync(join(machine.root, "plan"), { recursive: true });
    for (const file of files) {
      copyFileSync(join(machine.source, file), join(machine.root, "plan", file));
    }
  };
  const terraformCalls = () =>
    machine
      .calls()
      .filter((call) => call.startsWith("terraform"))
      .map((call) => call.replaceAll(machine.root, "MACHINE"));
  const leftBehind = () => readdirSync(join(machine.root, "tmp"));

  it("render as approved", () => {
    const fixed = { ...shared, sha256: "0f".repeat(32) };
    assert.equal(renderBuildspec(terraformDestroyPreview(fixed)), golden("terraform-destroy-preview"));
    const planArtifact = "DestroyPlan";
    assert.equal(renderBuildspec(terraformDestroy({ ...fixed, planArtifact })), golden("terraform-destroy"));
  });

  it("plan without a lock: addresses in the log and beside the saved plan, counted for the approvers", () => {
    const run = preview();
    assert.deepEqual([run.succeeded, run.steps], [true, ["build"]]);
    assert.deepEqual(JSON.parse(machine.read("source/plan.json") ?? ""), {
      target: "deploy",
      commit,
      resources: ["aws_s3_bucket.assets", "aws_sns_topic.news"],
    });
    assert.match(
      run.output,
      /^Resources of deploy to destroy: 2\n {2}aws_s3_bucket\.assets\n {2}aws_sns_topic\.news$/m,
    );
    assert.deepEqual(run.exported, {
      RESOURCE_COUNT: "2",
      PREVIEW_LINK:
        "https://eu-central-1.console.aws.amazon.com/codesuite/codebuild/111122223333/projects/shop-dev-preview/build/shop-dev-preview%3A0a1b-2c3d/?region=eu-central-1",
    });
    assert.deepEqual(terraformCalls().slice(1), [
      "terraform -chdir=deploy plan -destroy -lock=false -input=false -no-color -out=MACHINE/source/plan.tfplan",
      "terraform -chdir=deploy show -json MACHINE/source/plan.tfplan",
    ]);
    assert.equal(machine.read("state/applied"), undefined);
    assert.deepEqual(leftBehind(), []);
  });

  it("apply exactly the plan that was approved, whatever else is there by now", () => {
    preview();
    handOver();
    machine.write("state/resources", "aws_sqs_queue.jobs\n");
    const run = destroy();
    assert.deepEqual([run.succeeded, run.steps], [true, ["build"]]);
    assert.deepEqual(run.exported, { DESTROYED_COUNT: "2" });
    assert.match(run.output, /^Destroyed resources of deploy: 2$/m);
    assert.equal(machine.read("state/applied"), machine.read("plan/plan.tfplan"));
    assert.match(machine.read("state/applied") ?? "", /^destroy .*\naws_sns_topic\.news\naws_s3_bucket\.assets\n$/);
    assert.equal(
      terraformCalls().at(-1),
      "terraform -chdir=deploy apply -input=false -no-color MACHINE/plan/plan.tfplan",
    );
    assert.deepEqual(leftBehind(), []);
  });

  it("show no value of a resource, neither in the log nor beside the saved plan", () => {
    const shown = [preview().output, machine.read("source/plan.json")];
    handOver();
    shown.push(destroy().output, machine.calls().join("\n"));
    assert.doesNotMatch(shown.join("\n"), /hunter2/);
    assert.match(machine.read("source/plan.tfplan") ?? "", /hunter2/);
  });

  it("say what to do about prevent_destroy, after Terraform's own message", () => {
    machine.write("state/prevented", "aws_s3_bucket.assets");
    const { succeeded, output } = preview();
    assert.equal(succeeded, false);
    assert.match(output, /^Error: Instance cannot be destroyed: Resource aws_s3_bucket\.assets has/m);
    assert.match(
      output,
      /^Nothing is planned\. Who wants to destroy a resource with prevent_destroy removes that from/m,
    );
    assert.equal(machine.read("source/plan.json"), undefined);
    assert.deepEqual(leftBehind(), []);
  });

  for (const command of ["init", "plan", "show"]) {
    it(`stop at a failing ${command}, and leave no tools`, () => {
      const run = preview({ FAILING: `terraform -chdir=deploy ${command}` });
      assert.deepEqual(run.steps, ["build (failed)"]);
      assert.ok(terraformCalls().at(-1)?.startsWith(`terraform -chdir=deploy ${command} `));
      assert.deepEqual(leftBehind(), []);
    });
  }

  it("refuse a plan of another commit or module before anything is downloaded", () => {
    preview();
    handOver();
    const before = machine.calls().length;
    const other = destroy({ CODEBUILD_RESOLVED_SOURCE_VERSION: "a".repeat(40) });
    assert.match(other.output, new RegExp(`is of commit ${commit}, and this build is of commit ${"a".repeat(40)}:`));
    machine.write("plan/plan.json", JSON.stringify({ target: "infra", commit, resources: [] }));
    assert.match(destroy().output, /^What was approved is to destroy infra, and this build destroys deploy: start/m);
    assert.equal(machine.calls().length, before);
  });

  it("refuse a build without the saved plan", () => {
    preview();
    handOver(["plan.json"]);
    assert.match(destroy().output, /^The artifact DestroyPlan with plan\.tfplan is missing/m);
    rmSync(join(machine.root, "plan"), { recursive: true });
    assert.match(destroy().output, /^The artifact DestroyPlan with plan\.json is missing/m);
    assert.equal(machine.read("state/applied"), undefined);
  });

  it("never break a lock: they fail with Terraform's message, and say who may end it", () => {
    machine.write("state/lock", "");
    assert.equal(preview().succeeded, true);
    handOver();
    const { succeeded, output } = destroy();
    assert.equal(succeeded, false);
    assert.match(output, /^Error: Error acquiring the state lock$/m);
    assert.match(output, /Only a person who knows that no run is left ends a lock, with `terraform force-unlock`$/m);
    assert.equal(machine.read("state/applied"), undefined);
    assert.deepEqual(leftBehind(), []);
  });

  it("say everything that is wrong with their arguments at once", () => {
    const broken = { ...shared, version: "1.9.0", sha256: "0f".repeat(32), planArtifact: "" };
    assert.throws(() => terraformDestroy({ ...broken, state: { ...state, key: "/x" } }), {
      message: [
        "The recipe terraformDestroy has 3 problems:",
        '  state.key: is "/x": give an object key: letters, digits, "_", "." and "-" in parts separated by slashes, such as shop/dev/terraform.tfstate',
        '  planArtifact: is "": give the name of the artifact that the preview made, of letters, digits and "_": CodeBuild names a variable after it',
        "  version: is too old to lock state in a bucket: give 1.10.0 or newer, or leave out state",
      ].join("\n"),
    });
    assert.throws(
      () => terraformDestroyPreview({ ...shared, sha256: "" }),
      /^Error: The recipe terraformDestroyPreview/,
    );
  });
});
