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
const lock = (address = "registry.terraform.io/hashicorp/aws") => `provider "${address}" {\n  version = "6.2.0"\n}\n`;

describe("The recipes of destroying with Terraform", () => {
  let machine: BuildMachine;
  let args: typeof shared & { sha256: string; providers?: string[] };
  let project: Record<string, string>;
  beforeEach(() => {
    machine = makeBuildMachine();
    args = { ...shared, sha256: machine.offer(archive, "terraform") };
    machine.write("source/deploy/.terraform.lock.hcl", lock());
    machine.write("source/deploy/main.tf", 'terraform {\n  backend "s3" {}\n}\n');
    machine.write("state/resources", "aws_sns_topic.news\naws_s3_bucket.assets\n");
    project = {
      CODEBUILD_RESOLVED_SOURCE_VERSION: commit,
      IMAGE_REPOSITORY_URI: "111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop",
      CODEBUILD_BUILD_ARN: "arn:aws:codebuild:eu-central-1:111122223333:build/shop-dev-preview:0a1b-2c3d",
      CODEBUILD_SRC_DIR_DestroyPlan: join(machine.root, "plan"),
      EXECUTION_ID: "execution-1",
    };
  });
  afterEach(() => machine.remove());

  const preview = (more = {}) => runBuildspec(machine, terraformDestroyPreview(args), { ...project, ...more });
  const destroy = (more = {}) =>
    runBuildspec(machine, terraformDestroy({ ...args, planArtifact: "DestroyPlan" }), { ...project, ...more });
  /** Previews, hands the artifact on as CodePipeline does, and approves the digest. */
  const approve = (files = ["plan.json", "plan.tfplan"]) => {
    const { succeeded, exported, output } = preview();
    assert.equal(succeeded, true, output);
    mkdirSync(join(machine.root, "plan"), { recursive: true });
    for (const file of files) {
      copyFileSync(join(machine.source, file), join(machine.root, "plan", file));
    }
    project.APPROVED_DIGEST = exported.PLAN_DIGEST ?? "";
  };
  const terraformCalls = () =>
    machine
      .calls()
      .filter((call) => call.startsWith("terraform"))
      .map((call) => call.replaceAll(machine.root, "MACHINE").replace(/tmp\/tmp\.\w+/, "TOOLS"));
  const applies = () => terraformCalls().filter((call) => call.includes(" apply "));
  const leftBehind = () => readdirSync(join(machine.root, "tmp"));

  it("render as approved", () => {
    const fixed = { ...shared, sha256: "0f".repeat(32) };
    assert.equal(renderBuildspec(terraformDestroyPreview(fixed)), golden("terraform-destroy-preview"));
    const planArtifact = "DestroyPlan";
    assert.equal(renderBuildspec(terraformDestroy({ ...fixed, planArtifact })), golden("terraform-destroy"));
  });

  it("plan without a lock: addresses and ids in the log, counted for the approvers", () => {
    const run = preview();
    assert.deepEqual([run.succeeded, run.steps], [true, ["install", "build"]], run.output);
    assert.match(
      run.output,
      /^Resources of deploy to destroy: 2\n {2}aws_s3_bucket\.assets \(aws_s3_bucket\.assets-id\)\n {2}aws_sns_topic\.news \(/m,
    );
    assert.deepEqual(run.exported, {
      RESOURCE_COUNT: "2",
      PLAN_DIGEST: /^Digest of this plan: ([0-9a-f]{64})$/m.exec(run.output)?.[1],
      PREVIEW_LINK:
        "https://eu-central-1.console.aws.amazon.com/codesuite/codebuild/111122223333/projects/shop-dev-preview/build/shop-dev-preview%3A0a1b-2c3d/?region=eu-central-1",
    });
    assert.deepEqual(terraformCalls(), [
      "terraform -chdir=deploy get -no-color",
      "terraform -chdir=deploy init -input=false -no-color -lockfile=readonly -get=false -backend-config=bucket=acme-state -backend-config=region=eu-central-1 -backend-config=key=shop/dev/terraform.tfstate -backend-config=use_lockfile=true -backend-config=encrypt=false",
      "terraform -chdir=deploy plan -destroy -lock=false -input=false -no-color -out=MACHINE/source/plan.tfplan",
      "terraform -chdir=deploy show -json MACHINE/source/plan.tfplan",
      "terraform -chdir=deploy state pull",
      "terraform -chdir=deploy version -json",
    ]);
    assert.equal(machine.read("state/applied"), undefined);
    assert.deepEqual(leftBehind(), []);
  });

  it("keep a plan of versions, lineage and serial, the saved plan, types, ids and digests", () => {
    preview();
    const { salt, savedPlan, changes, state, ...facts } = JSON.parse(machine.read("source/plan.json") ?? "");
    assert.match(savedPlan, /^[0-9a-f]{64}$/);
    assert.match(state.digest, /^[0-9a-f]{64}$/);
    assert.deepEqual(state, { lineage: "1f3c", serial: 7, digest: state.digest });
    assert.deepEqual(facts, {
      operation: "destroy",
      target: "deploy",
      commit,
      execution: "execution-1",
      tool: "terraform 1.13.5",
      plugins: ["registry.terraform.io/hashicorp/aws 6.2.0"],
    });
    assert.deepEqual(
      changes.map(({ digest: _, ...change }: { digest: string }) => change),
      ["aws_s3_bucket.assets", "aws_sns_topic.news"].map((address) => ({
        action: "delete",
        address,
        type: address.replace(/\..*/, ""),
        id: `${address}-id`,
      })),
    );
  });

  it("apply the saved plan that was approved", () => {
    approve();
    const run = destroy();
    assert.deepEqual([run.succeeded, run.steps], [true, ["install", "build"]], run.output);
    assert.deepEqual(run.exported, { DESTROYED_COUNT: "2" });
    assert.match(run.output, /^Destroyed resources of deploy: 2$/m);
    assert.equal(machine.read("state/applied"), machine.read("plan/plan.tfplan"));
    assert.deepEqual(applies(), [
      "terraform -chdir=deploy apply -input=false -no-color -lock-timeout=5m MACHINE/plan/plan.tfplan",
    ]);
    assert.deepEqual(leftBehind(), []);
  });

  it("show no value of a resource, neither in the log nor in the plan", () => {
    approve();
    const shown = [preview().output, machine.read("source/plan.json"), destroy().output, machine.calls().join("\n")];
    assert.doesNotMatch(shown.join("\n"), /hunter2/);
    assert.match(machine.read("source/plan.tfplan") ?? "", /hunter2/);
  });

  it("say what to do about prevent_destroy, after Terraform's own message", () => {
    machine.write("state/prevented", "aws_s3_bucket.assets");
    const { succeeded, output } = preview();
    assert.equal(succeeded, false);
    assert.match(output, /Error: Instance cannot be destroyed: Resource aws_s3_bucket\.assets has/);
    assert.match(output, /^There is no plan\. To destroy a resource with prevent_destroy, remove that from its/m);
    assert.equal(machine.read("source/plan.json"), undefined);
    assert.deepEqual(leftBehind(), []);
  });

  for (const command of ["init", "plan", "show", "state pull"]) {
    it(`stop at a failing ${command}, and leave no tools`, () => {
      const run = preview({ FAILING: `terraform -chdir=deploy ${command}` });
      assert.deepEqual(run.steps, ["install", "build (failed)"]);
      assert.ok(terraformCalls().at(-1)?.startsWith(`terraform -chdir=deploy ${command}`));
      assert.deepEqual(leftBehind(), []);
    });
  }

  describe("between preview and destroy", () => {
    it("refuse a state that has moved on, with its serial, before the tool applies", () => {
      approve();
      machine.write("state/serial", "8");
      const { succeeded, output } = destroy();
      assert.equal(succeeded, false);
      assert.match(
        output,
        /^! state: approved \{.*"lineage":"1f3c","serial":7\}, now \{.*"lineage":"1f3c","serial":8\}$/m,
      );
      assert.deepEqual(applies(), []);
    });

    it("refuse another saved plan beside the approved listing", () => {
      approve();
      machine.write("state/resources", "aws_s3_bucket.customers\n");
      preview();
      copyFileSync(join(machine.source, "plan.tfplan"), join(machine.root, "plan/plan.tfplan"));
      const { succeeded, output } = destroy();
      assert.equal(succeeded, false);
      assert.match(output, /^! savedPlan: approved "[0-9a-f]{64}", now "[0-9a-f]{64}"$/m);
      assert.match(output, /^\+ aws_s3_bucket\.customers \(/m);
      assert.deepEqual(applies(), []);
    });

    it("refuse a listing and a saved plan that were replaced together", () => {
      approve();
      const approved = project.APPROVED_DIGEST ?? "";
      machine.write("state/resources", "aws_s3_bucket.customers\n");
      approve();
      assert.match(destroy({ APPROVED_DIGEST: approved }).output, /^The plan in the artifact has digest/m);
      assert.deepEqual(applies(), []);
    });

    it("apply the plan as approved, although an image or a parameter has another value by then", () => {
      approve();
      const { succeeded, output } = destroy({
        IMAGE_REPOSITORY_URI: "222233334444.dkr.ecr.eu-west-1.amazonaws.com/x",
        TF_VAR_zone: "b",
      });
      assert.equal(succeeded, true, output);
      assert.equal(machine.read("state/applied"), machine.read("plan/plan.tfplan"));
    });

    it("refuse another version of a provider", () => {
      approve();
      machine.write("source/deploy/.terraform.lock.hcl", lock().replace("6.2.0", "6.3.0"));
      assert.match(destroy().output, /^! plugins: approved .*aws 6\.2\.0"\], now .*aws 6\.3\.0"\]$/m);
      assert.deepEqual(applies(), []);
    });

    it("refuse another commit or module before anything is downloaded", () => {
      approve();
      const before = machine.calls().length;
      const { output } = destroy({ CODEBUILD_RESOLVED_SOURCE_VERSION: "a".repeat(40) });
      assert.match(
        output,
        new RegExp(`^The approved plan has commit ${commit}, and this build has commit a{40}\\.$`, "m"),
      );
      const plan = JSON.parse(machine.read("plan/plan.json") ?? "");
      machine.write("plan/plan.json", JSON.stringify({ ...plan, target: "infra" }));
      assert.match(destroy().output, /^The approved plan has target infra, and this build has target deploy\.$/m);
      assert.equal(machine.calls().length, before);
    });
  });

  it("use providers of other publishers only if the arguments name them", () => {
    machine.write("source/deploy/.terraform.lock.hcl", lock("registry.terraform.io/integrations/github"));
    assert.match(
      preview().output,
      /^The module uses the provider registry\.terraform\.io\/integrations\/github, which/m,
    );
    args.providers = ["integrations/github"];
    assert.equal(preview().succeeded, true);
  });

  it("read the modules that the module uses", () => {
    machine.write(
      "source/deploy/main.tf",
      'terraform {\n  backend "s3" {}\n}\nmodule "part" {\n  source = "../part"\n}\n',
    );
    machine.write("source/part/main.tf", "# nothing\n");
    assert.equal(preview().succeeded, true);
    machine.write("source/part/main.tf", 'resource "terraform_data" "x" {\n  provisioner "local-exec" {\n  }\n}\n');
    assert.match(preview().output, /^\.\.\/part\/main\.tf: the provisioner "local-exec" runs a program$/m);
  });

  it("refuse a build without the saved plan", () => {
    approve(["plan.json"]);
    assert.match(destroy().output, /^The artifact DestroyPlan with plan\.tfplan is missing/m);
    rmSync(join(machine.root, "plan"), { recursive: true });
    assert.match(destroy().output, /^The artifact DestroyPlan with plan\.json is missing/m);
    assert.equal(machine.read("state/applied"), undefined);
  });

  it("never break a lock: they fail with Terraform's message, and say who may end it", () => {
    machine.write("state/locked", "yes");
    approve();
    const { succeeded, output } = destroy();
    assert.equal(succeeded, false);
    assert.match(output, /Error: Error acquiring the state lock$/m);
    assert.match(output, /End a lock with `terraform force-unlock` only if you know that no run is left$/m);
    assert.equal(machine.read("state/applied"), undefined);
    assert.deepEqual(leftBehind(), []);
  });

  it("say everything that is wrong with their arguments at once", () => {
    const broken = { ...shared, version: "1.9.0", sha256: "0f".repeat(32), planArtifact: "", providers: ["GitHub"] };
    assert.throws(() => terraformDestroy({ ...broken, state: { ...state, key: "/x" } }), {
      message: [
        "The recipe terraformDestroy has 4 problems:",
        '  state.key: is "/x": give an object key: letters, digits, "_", "." and "-" in parts separated by slashes, such as shop/dev/terraform.tfstate',
        '  providers[0]: is "GitHub": give the source of a provider in lower case, such as integrations/github',
        '  planArtifact: is "": give the name of the artifact of the preview, of letters, digits and "_": CodeBuild names a variable after it',
        "  version: is too old to lock state in a bucket: give 1.10.0 or newer",
      ].join("\n"),
    });
    assert.throws(
      () => terraformDestroyPreview({ ...shared, sha256: "" }),
      /^Error: The recipe terraformDestroyPreview/,
    );
  });
});
