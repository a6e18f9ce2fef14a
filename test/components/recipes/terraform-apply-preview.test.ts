import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { renderBuildspec } from "../../../components/codebuild/render-buildspec";
import { terraformApply } from "../../../components/recipes/terraform-apply";
import { terraformApplyPreview } from "../../../components/recipes/terraform-apply-preview";
import { type BuildMachine, makeBuildMachine } from "../../support/build-machine";
import { approvePlan, commit, image, plannedProject } from "../../support/planned-update";
import { runBuildspec } from "../../support/run-buildspec";
import { golden } from "./golden";

const planBucketName = "acme-artifacts";
const shared = { version: "1.13.5", directory: "deploy", planBucketName };
const archive = "terraform_1.13.5_linux_amd64.zip";
const changes = {
  resource_changes: [
    {
      address: "aws_sns_topic.news",
      mode: "managed",
      type: "aws_sns_topic",
      change: { actions: ["delete", "create"], before: { id: "news", name: "hunter1" }, after: { name: "hunter2" } },
    },
    { address: "data.aws_region.here", mode: "data", type: "aws_region", change: { actions: ["read"] } },
  ],
};

describe("The recipes of a planned Terraform module", () => {
  let machine: BuildMachine;
  let sha256: string;
  let project: Record<string, string>;
  beforeEach(() => {
    machine = makeBuildMachine();
    sha256 = machine.offer(archive, "terraform");
    machine.write("source/deploy/.terraform.lock.hcl", "");
    machine.write("state/resources", "aws_sns_topic.news\n");
    machine.write("state/changes", JSON.stringify(changes));
    project = plannedProject();
  });
  afterEach(() => machine.remove());

  const plan = () => runBuildspec(machine, terraformApplyPreview({ ...shared, sha256 }), project);
  const deploy = () => runBuildspec(machine, terraformApply({ ...shared, sha256 }), project);
  const approve = () => approvePlan(project, plan());
  const calls = () => machine.calls().map((call) => call.replace(/\/[^\s=]*\/tmp\/[^/\s]*/g, "TOOLS_DIR"));

  it("render as approved", () => {
    const fixed = { ...shared, sha256: "0f".repeat(32) };
    assert.equal(renderBuildspec(terraformApplyPreview(fixed)), golden("terraform-apply-preview"));
    assert.equal(renderBuildspec(terraformApply(fixed)), golden("terraform-apply-planned"));
  });

  it("plan without a lock, show no value, and leave no saved plan behind", () => {
    const run = plan();
    assert.deepEqual([run.succeeded, run.steps], [true, ["install", "build"]], run.output);
    assert.deepEqual(
      calls().filter((call) => call.startsWith("terraform") || call.startsWith("aws")),
      [
        "terraform -chdir=deploy init -input=false -no-color -lockfile=readonly",
        "terraform -chdir=deploy plan -lock=false -input=false -no-color -out=TOOLS_DIR/plan",
        "terraform -chdir=deploy show -json TOOLS_DIR/plan",
        "terraform -chdir=deploy state pull",
        "terraform -chdir=deploy version -json",
        `aws s3api put-object --bucket ${planBucketName} --key plans/execution-1.json --body TOOLS_DIR/plan.json --server-side-encryption aws:kms --ssekms-key-id ${project.CODEBUILD_KMS_KEY_ID}`,
      ],
    );
    assert.match(
      run.output,
      /^Resources of deploy to delete and create again: 1\n {2}aws_sns_topic\.news \(news\): id, name\nTool: terraform 1\.13\.5\nDigest of this plan: /m,
    );
    assert.equal(
      run.exported.PLAN_SUMMARY,
      "0 to create, 0 to update, 1 to replace, 0 to delete, 0 in the state alone; no permission becomes wider",
    );
    assert.doesNotMatch(run.output + machine.read(`state/objects/${planBucketName}/plans/execution-1.json`), /hunter/);
    assert.deepEqual(readdirSync(join(machine.root, "tmp")), []);
  });

  it("apply the approved plan with the image of the commit", () => {
    approve();
    const run = deploy();
    assert.equal(run.succeeded, true, run.output);
    assert.equal(JSON.parse(machine.read("state/applied") ?? "").image, `${image}:${commit}`);
    assert.doesNotMatch(run.output, /hunter/);
  });

  it("say that an empty plan skips approval and deployment", () => {
    machine.write("state/changes", "{}");
    const { exported, output } = plan();
    assert.equal(exported.CHANGE_COUNT, "0");
    assert.match(output, /^Nothing of deploy changes\. The pipeline skips approval and deployment\.$/m);
  });

  for (const [what, file, text, line] of [
    [
      "another value",
      "changes",
      JSON.stringify(changes).replace("hunter2", "hunter3"),
      /^~ aws_sns_topic\.news \(news\)$/m,
    ],
    ["nothing left to do", "changes", "{}", /^- aws_sns_topic\.news \(news\)$/m],
    ["a state that somebody changed", "serial", "8", /^! state: approved \{.*"lineage":"1f3c","serial":7\}, now/m],
  ] as const) {
    it(`end before anything changes, and list it: ${what}`, () => {
      approve();
      machine.write(`state/${file}`, text);
      const { succeeded, output } = deploy();
      assert.equal(succeeded, false);
      assert.match(output, /^This is not what was approved\. Nothing was changed\. Start the pipeline again\.$/m);
      assert.match(output, line);
      assert.equal(machine.read("state/applied"), undefined);
    });
  }
});
