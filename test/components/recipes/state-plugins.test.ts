import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { pulumiUp } from "../../../components/recipes/pulumi-up";
import { pulumiUpPreview } from "../../../components/recipes/pulumi-up-preview";
import { checkPlugins } from "../../../components/recipes/state-plugins";
import { type BuildMachine, makeBuildMachine } from "../../support/build-machine";
import { approvePlan, plannedProject } from "../../support/planned-update";
import { runBuildspec } from "../../support/run-buildspec";

const urnOf = (type: string, name = "aws") => `urn:pulumi:prod::environments::${type}::${name}`;
const provider = (inputs: object = {}, more: object = {}) => ({
  urn: urnOf("pulumi:providers:aws"),
  type: "pulumi:providers:aws",
  custom: true,
  id: "4c2b",
  inputs,
  ...more,
});
const bucket = {
  urn: urnOf("aws:s3/bucket:Bucket"),
  type: "aws:s3/bucket:Bucket",
  custom: true,
  inputs: { name: "x" },
};
const dynamic = "pulumi-nodejs:dynamic:Resource";

describe("the check of the plugins that a state names", () => {
  let folder: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "state-"));
  });
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  function check(deployment: object) {
    fs.writeFileSync(path.join(folder, "state.json"), JSON.stringify({ version: 3, deployment }));
    return spawnSync("bash", ["-c", checkPlugins], { env: { ...process.env, TOOLS_DIR: folder }, encoding: "utf8" });
  }

  it("lets the AWS provider and stack references pass, as programs declare them", () => {
    const own = provider({
      allowedAccountIds: '["111122223333"]',
      region: "eu-central-1",
      skipRegionValidation: "true",
      version: "7.48.0",
      __internal: {},
    });
    const former = provider({ version: "7.16.0" });
    const builtIn = { urn: urnOf("pulumi:providers:pulumi"), type: "pulumi:providers:pulumi", inputs: {} };
    const { status, stderr } = check({ resources: [own, former, builtIn, provider(), bucket] });
    assert.deepEqual([status, stderr], [0, ""]);
    assert.equal(check({}).status, 0);
  });

  const refused: Readonly<Record<string, readonly [entry: object, reason: string]>> = {
    "another provider": [
      { ...provider(), urn: urnOf("pulumi:providers:evil"), type: "pulumi:providers:evil" },
      "is of the type pulumi:providers:evil",
    ],
    "another provider in the URN alone": [
      { ...bucket, urn: urnOf("a:b:C$pulumi:providers:evil") },
      "is of the type aws:s3/bucket:Bucket and pulumi:providers:evil",
    ],
    "a download URL": [
      provider({ __internal: { pluginDownloadURL: "https://evil.example" } }),
      "has the setting __internal.pluginDownloadURL",
    ],
    "a download URL, as old engines have it": [
      provider({ pluginDownloadURL: "https://evil.example" }),
      "has the setting pluginDownloadURL",
    ],
    "another plugin": [provider({ __internal: { name: "evil" } }), "has the setting __internal.name"],
    "a parameter": [
      provider({ __internal: { parameterization: "e30=" } }),
      "has the setting __internal.parameterization",
    ],
    "a version that is none": [provider({ version: "7.0.0-evil" }), 'has the version "7.0.0-evil"'],
    "an endpoint, which would get requests with credentials": [
      provider({ endpoints: "[]" }),
      "has the setting endpoints",
    ],
    "a profile, which can run a command": [provider({ profile: "evil" }), "has the setting profile"],
    "other variables": [provider({}, { envVarMappings: { A: "B" } }), "has the setting envVarMappings"],
    "a dynamic provider": [
      { ...provider(), urn: urnOf("pulumi:providers:pulumi-nodejs"), type: "pulumi:providers:pulumi-nodejs" },
      "is of the type pulumi:providers:pulumi-nodejs",
    ],
    "a dynamic resource, whose code is in the state": [
      { urn: urnOf(dynamic), type: dynamic },
      `is of the type ${dynamic}`,
    ],
  };
  for (const [what, [entry, reason]] of Object.entries(refused)) {
    it(`refuses ${what}, in resources and in unfinished operations`, () => {
      for (const deployment of [
        { resources: [bucket, entry] },
        { resources: [bucket], pending_operations: [{ resource: entry, type: "creating" }] },
      ]) {
        const { status, stderr } = check(deployment);
        assert.equal(status, 1, stderr);
        assert.equal(stderr.split("\n")[1], `${JSON.stringify((entry as { urn: string }).urn)} ${reason}.`);
        assert.match(stderr, /^Allowed are the types pulumi:providers:aws and pulumi:providers:pulumi, /m);
      }
    });
  }
});

describe("the builds of a self-update, with a state that somebody wrote without an approval", () => {
  const stack = "organization/environments/prod";
  const evil = `${urnOf("pulumi:providers:aws")} version=7.48.0 url=https://evil.example\n`;
  let machine: BuildMachine;
  let variables: Record<string, string>;
  let args: Parameters<typeof pulumiUpPreview>[0];
  beforeEach(() => {
    machine = makeBuildMachine();
    args = {
      version: "3.248.0",
      sha256: machine.offer("pulumi-v3.248.0-linux-x64.tar.gz", "pulumi"),
      directory: ".",
      stack,
      planBucketName: "acme-artifacts",
      image: false,
      environment: { name: "orders-prod", roleNames: [] },
    };
    machine.write("source/Pulumi.yaml", "name: environments\n");
    machine.write("state/stacks", `${stack}\n`);
    machine.write("state/resources", "");
    machine.write("state/steps", "[]");
    variables = plannedProject();
  });
  afterEach(() => machine.remove());
  const started = () => machine.calls().filter((call) => /^pulumi (preview|up)/.test(call));

  it("start nothing of it for a plan", () => {
    machine.write("state/resources", evil);
    const { succeeded, output } = runBuildspec(machine, pulumiUpPreview(args), variables);
    assert.equal(succeeded, false);
    assert.match(output, /names code that an update of an environment does not run/);
    assert.deepEqual(started(), []);
  });

  it("start nothing of it for an update, whatever the approved plan says", () => {
    machine.write("state/resources", evil);
    // A program that runs beside the plan can write each plan. This one stands for that.
    const { environment, ...unchecked } = args;
    approvePlan(variables, runBuildspec(machine, pulumiUpPreview(unchecked), variables));
    const before = started().length;
    const { succeeded, output } = runBuildspec(machine, pulumiUp({ ...unchecked, environment }), variables);
    assert.equal(succeeded, false, output);
    assert.match(output, /names code that an update of an environment does not run/);
    assert.equal(started().length, before);
  });
});
