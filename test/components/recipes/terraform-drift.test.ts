import assert from "node:assert/strict";
import { terraformDrift } from "../../../components/recipes/terraform-drift";
import { type BuildMachine, makeBuildMachine } from "../../support/build-machine";
import { deploySource } from "../../support/deployed-source";
import { runBuildspec } from "../../support/run-buildspec";

const image = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/web";
const project = { IMAGE_REPOSITORY_URI: image };

describe("The recipe terraformDrift", () => {
  let machine: BuildMachine;
  let sha256: string;
  beforeEach(() => {
    machine = makeBuildMachine();
    sha256 = machine.offer("terraform_1.13.5_linux_amd64.zip", "terraform");
    machine.write("source/infra/main.tf", "");
    machine.write("source/infra/.terraform.lock.hcl", "");
    deploySource(machine);
  });
  afterEach(() => machine.remove());

  const run = () =>
    runBuildspec(
      machine,
      terraformDrift({ version: "1.13.5", sha256, directory: "infra", pipelineName: "shop" }),
      project,
    );

  it("compares the deployed commit with AWS, and takes no lock", () => {
    machine.write("state/locked", "yes");
    const { succeeded, output } = run();
    assert.equal(succeeded, true, output);
    assert.match(output, /0 resources drifted from the deployed commit\n/);
    assert.equal(
      machine.calls().some((call) => / apply /.test(call)),
      false,
    );
  });

  it("fails with the addresses of drifted resources, and shows no value", () => {
    const change = (address: string, ...actions: string[]) => ({
      address,
      mode: "managed",
      type: "aws_x",
      change: { actions, before: { password: "hunter2" } },
    });
    const changes = [
      change("aws_iam_role.web", "update"),
      change("module.net.aws_vpc.main", "delete", "create"),
      change("aws_s3_bucket.same", "no-op"),
    ];
    machine.write("state/changes", JSON.stringify({ resource_changes: changes }));
    const { succeeded, output } = run();
    assert.equal(succeeded, false);
    assert.match(
      output,
      /drift: update aws_iam_role\.web\ndrift: delete and create module\.net\.aws_vpc\.main\n2 resources drifted from the deployed commit\n/,
    );
    assert.doesNotMatch(output, /hunter2|aws_s3_bucket/);
  });

  it("tells a plan that failed from drift", () => {
    const { succeeded, output } = runBuildspec(
      machine,
      terraformDrift({ version: "1.13.5", sha256, directory: "infra", pipelineName: "shop" }),
      { ...project, FAILING: "terraform -chdir=infra plan" },
    );
    assert.equal(succeeded, false);
    assert.match(output, /The plan failed: whether anything drifted is unknown\n/);
  });
});
