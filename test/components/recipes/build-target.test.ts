import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { buildTarget, withRole } from "../../../components/recipes/build-target";
import { pulumiUp } from "../../../components/recipes/pulumi-up";
import { pulumiUpPreview } from "../../../components/recipes/pulumi-up-preview";
import { terraformApply } from "../../../components/recipes/terraform-apply";
import { terraformApplyPreview } from "../../../components/recipes/terraform-apply-preview";
import { schemaProblems } from "../../../components/schema/vocabulary";
import { type BuildMachine, machineEnvironment, makeBuildMachine } from "../../support/build-machine";
import { approvePlan, plannedProject } from "../../support/planned-update";
import { runBuildspec } from "../../support/run-buildspec";

const roleArn = "arn:aws:iam::333344445555:role/shop+Plan+Network+eu-central-1";
const target = { region: "us-east-1", roleArn };
const planBucketName = "acme-artifacts";
const stack = "organization/shop/prod";

describe("a build with a target", () => {
  let machine: BuildMachine;
  let project: Record<string, string>;
  beforeEach(() => {
    machine = makeBuildMachine();
    machine.write("source/deploy/Pulumi.yaml", "name: shop\n");
    machine.write("source/deploy/.terraform.lock.hcl", "");
    machine.write("state/stacks", `${stack}\n`);
    const topic = {
      urn: "urn:pulumi:prod::shop::aws:sns/topic:Topic::news",
      type: "aws:sns/topic:Topic",
      custom: true,
    };
    machine.write("state/steps", JSON.stringify([{ op: "create", urn: topic.urn, newState: topic }]));
    machine.write(
      "state/changes",
      JSON.stringify({
        resource_changes: [
          { address: "a.b", mode: "managed", type: "a", change: { actions: ["create"], before: null, after: {} } },
        ],
      }),
    );
    project = { ...plannedProject(), AWS_REGION: "eu-central-1" };
  });
  afterEach(() => machine.remove());

  for (const tool of ["pulumi", "terraform"] as const) {
    const recipes = () => {
      if (tool === "pulumi") {
        const sha256 = machine.offer("pulumi-v3.248.0-linux-x64.tar.gz", "pulumi");
        const args = { version: "3.248.0", sha256, directory: "deploy", stack, planBucketName, image: false as const };
        return { plan: pulumiUpPreview({ ...args, target }), apply: pulumiUp({ ...args, target }) };
      }
      const sha256 = machine.offer("terraform_1.13.5_linux_amd64.zip", "terraform");
      const args = { version: "1.13.5", sha256, directory: "deploy", planBucketName, image: false as const };
      return { plan: terraformApplyPreview({ ...args, target }), apply: terraformApply({ ...args, target }) };
    };

    it(`runs ${tool} with the role and in the region of the target, and keeps the plan with its own role`, () => {
      const { plan, apply } = recipes();
      approvePlan(project, runBuildspec(machine, plan, project));
      const applied = runBuildspec(machine, apply, project);
      assert.equal(applied.succeeded, true, applied.output);
      const own = /^pulumi logout /;
      const used = machine.identities().filter((line) => !own.test(line));
      const ofAws = used.filter((line) => line.startsWith("aws "));
      assert.deepEqual(ofAws, [
        "aws s3api put-object by build in eu-central-1",
        "aws s3api get-object by build in eu-central-1",
      ]);
      const ofTool = used.filter((line) => line.startsWith(`${tool} `));
      assert.ok(ofTool.length > 5);
      assert.deepEqual(
        ofTool.filter((line) => !line.endsWith(` by ${roleArn} in us-east-1`)),
        [],
      );
    });
  }

  it("names its session after the build", () => {
    const sha256 = machine.offer("pulumi-v3.248.0-linux-x64.tar.gz", "pulumi");
    const args = { version: "3.248.0", sha256, directory: "deploy", stack, image: false as const };
    const { phases } = pulumiUp({ ...args, target });
    const commands = phases.build?.commands ?? [];
    const kept = [...commands.slice(0, -1), 'cp "$TOOLS_DIR/target.config" "$CODEBUILD_SRC_DIR"'];
    const build = { ...phases.build, commands: kept };
    const { succeeded, output } = runBuildspec(
      machine,
      { ...pulumiUp({ ...args, target }), phases: { build } },
      project,
    );
    assert.equal(succeeded, true, output);
    assert.deepEqual(machine.read("source/target.config")?.split("\n"), [
      "[profile target]",
      `role_arn = ${roleArn}`,
      "credential_source = EcsContainer",
      "role_session_name = build-0a1b-2c3d",
      "",
    ]);
  });

  it("has its own role in another region of its account", () => {
    const sha256 = machine.offer("pulumi-v3.248.0-linux-x64.tar.gz", "pulumi");
    const args = { version: "3.248.0", sha256, directory: "deploy", stack, image: false as const };
    const { succeeded } = runBuildspec(machine, pulumiUp({ ...args, target: { region: "us-east-1" } }), project);
    assert.equal(succeeded, true);
    assert.ok(machine.identities().includes("pulumi up by build in us-east-1"));
  });

  it("runs one command with a role of another account, where there is no folder of tools", () => {
    const list = 'aws cloudformation describe-change-set --stack-name shop --change-set-name "plan-1" --output json';
    machine.write("state/change-sets/shop/plan-1.json", "{}");
    machine.write("state/stack-account", "333344445555");
    const run = (command: string) =>
      spawnSync("sh", ["-c", `${command}; env`], { env: machineEnvironment(machine), encoding: "utf8" });
    const { stdout } = run(withRole(roleArn, "us-east-1", list));
    assert.match(stdout, /^\{\}/);
    assert.doesNotMatch(stdout, /AWS_ACCESS_KEY_ID|secret-of-key/);
    assert.match(run(list).stderr, /AccessDenied/);
  });

  it("needs a region, and the ARN of a role", () => {
    assert.deepEqual(schemaProblems(buildTarget, target), []);
    assert.deepEqual(
      schemaProblems(buildTarget, { roleArn: "admin" }).map(({ path }) => path),
      ["region", "roleArn"],
    );
  });
});
