import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pulumiDrift } from "../../../components/recipes/pulumi-drift";
import { type BuildMachine, makeBuildMachine } from "../../support/build-machine";
import { deployedCommit as deployed, deploySource, writeExecutions } from "../../support/deployed-source";
import { runBuildspec } from "../../support/run-buildspec";

const image = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/web";
const project = { IMAGE_REPOSITORY_URI: image };
const urn = (type: string, name: string) => `urn:pulumi:dev::shop::${type}::${name}`;
const refreshed = { op: "refresh", urn: urn("aws:s3/bucket:Bucket", "data") };

describe("The recipe pulumiDrift", () => {
  let machine: BuildMachine;
  let sha256: string;
  beforeEach(() => {
    machine = makeBuildMachine();
    sha256 = machine.offer("pulumi-v3.248.0-linux-x64.tar.gz", "pulumi");
    machine.write("source/deploy/Pulumi.yaml", "name: shop\n");
    machine.write("source/deploy/package-lock.json", "{}\n");
    machine.write("state/stacks", "acme/shop/dev\n");
    deploySource(machine);
  });
  afterEach(() => machine.remove());

  const run = (changes: object = {}) =>
    runBuildspec(
      machine,
      pulumiDrift({
        ...{ version: "3.248.0", sha256, directory: "deploy", stack: "acme/shop/dev", pipelineName: "shop" },
        ...changes,
      }),
      project,
    );

  it("compares the deployed commit and its image with AWS, and changes nothing", () => {
    machine.write("state/steps", JSON.stringify([refreshed, { op: "same", urn: refreshed.urn }]));
    const { succeeded, output } = run();
    assert.equal(succeeded, true, output);
    assert.equal(machine.read("state/previewed"), `image=${image}:${deployed}\n`);
    assert.match(output, new RegExp(`Comparing with the deployed revision ${deployed} of `));
    assert.match(output, /0 resources drifted from the deployed commit\n/);
    const calls = machine.calls();
    assert.ok(
      calls.includes(
        "pulumi preview --cwd deploy --non-interactive --stack acme/shop/dev --refresh --expect-no-changes --json",
      ),
    );
    assert.equal(
      calls.some((call) => /^pulumi (up|destroy|refresh|stack)/.test(call)),
      false,
    );
    assert.deepEqual(readdirSync(join(machine.root, "tmp")), []);
  });

  it("fails with the names of drifted resources and properties, and shows no value", () => {
    const steps = [
      refreshed,
      {
        op: "update",
        urn: urn("aws-pipelines:index:Pipeline$aws:iam/role:Role", "shop-role"),
        diffReasons: ["path", "tags"],
      },
      { op: "create", urn: urn("aws:sns/topic:Topic", "alarms"), newState: { inputs: { password: "hunter2" } } },
    ];
    machine.write("state/steps", JSON.stringify(steps));
    const { succeeded, output } = run();
    assert.equal(succeeded, false);
    assert.match(
      output,
      /drift: update aws:iam\/role:Role shop-role: path, tags\ndrift: create aws:sns\/topic:Topic alarms\n2 resources drifted from the deployed commit\n/,
    );
    assert.doesNotMatch(output, /hunter2/);
  });

  it("tells a preview that failed from drift", () => {
    machine.write("state/error", "error: AccessDenied\n");
    const { succeeded, output } = run();
    assert.equal(succeeded, false);
    assert.match(output, /error: AccessDenied\nThe preview failed: whether anything drifted is unknown\n/);
    assert.doesNotMatch(output, /resources drifted/);
  });

  it("starts no tool where nothing was deployed yet", () => {
    writeExecutions(machine, []);
    const { succeeded, output } = run();
    assert.equal(succeeded, true, output);
    assert.match(output, /Nothing was compared: shop has deployed nothing with the stage Deploy yet\n/);
    assert.deepEqual(
      machine.calls().filter((call) => !call.startsWith("aws ")),
      [],
    );
  });

  it("refuses names that AWS does not have", () => {
    assert.throws(
      () => run({ pipelineName: "a b", stageName: "" }),
      /pipelineName: is "a b": give the name of a pipeline/,
    );
  });
});
