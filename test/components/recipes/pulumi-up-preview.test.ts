import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { renderBuildspec } from "../../../components/codebuild/render-buildspec";
import { pulumiUp } from "../../../components/recipes/pulumi-up";
import { pulumiUpPreview } from "../../../components/recipes/pulumi-up-preview";
import { type BuildMachine, makeBuildMachine } from "../../support/build-machine";
import { approvePlan, commit, image, plannedProject } from "../../support/planned-update";
import { runBuildspec } from "../../support/run-buildspec";
import { golden } from "./golden";

const stack = "acme/shop/prod";
const planBucketName = "acme-artifacts";
const kept = `state/objects/${planBucketName}/plans/execution-1.json`;
const shared = { version: "3.248.0", directory: "deploy", stack, planBucketName };
const archive = "pulumi-v3.248.0-linux-x64.tar.gz";
const urn = (type: string, name: string) => `urn:pulumi:prod::shop::${type}::${name}`;
const topic = urn("aws:sns/topic:Topic", "news");
const rights = urn("aws:iam/rolePolicy:RolePolicy", "web");

function document(...actions: string[]) {
  return JSON.stringify({ Statement: [{ Effect: "Allow", Action: actions, Resource: "arn:aws:s3:::shop/*" }] });
}

function state(address: string, inputs: object) {
  return { urn: address, type: address.split("::")[2], custom: true, inputs };
}

/** A topic to create, and a policy that gets an action more. */
const steps = [
  { op: "create", urn: topic, newState: state(topic, { name: "hunter2" }), detailedDiff: null },
  {
    op: "update",
    urn: rights,
    oldState: { ...state(rights, { policy: document("s3:GetObject") }), id: "web:permissions" },
    newState: state(rights, { policy: document("s3:GetObject", "s3:PutObject") }),
    detailedDiff: { policy: { kind: "update" } },
  },
];
const summary =
  "1 to create, 1 to update, 0 to replace, 0 to delete, 0 in the state alone; wider permissions: s3:PutObject on arn:aws:s3:::shop/* (web)";

describe("The recipes of a planned update with Pulumi", () => {
  let machine: BuildMachine;
  let sha256: string;
  let project: Record<string, string>;
  beforeEach(() => {
    machine = makeBuildMachine();
    sha256 = machine.offer(archive, "pulumi");
    machine.write("source/deploy/Pulumi.yaml", "name: shop\n");
    machine.write("source/deploy/package-lock.json", "{}\n");
    machine.write("state/stacks", `${stack}\n`);
    machine.write("state/resources", `${urn("pulumi:providers:aws", "default")} version=7.16.0\n`);
    machine.write("state/steps", JSON.stringify(steps));
    project = plannedProject();
  });
  afterEach(() => machine.remove());

  const plan = (more = {}) => runBuildspec(machine, pulumiUpPreview({ ...shared, sha256 }), { ...project, ...more });
  const deploy = (more = {}) => runBuildspec(machine, pulumiUp({ ...shared, sha256 }), { ...project, ...more });
  const approve = () => approvePlan(project, plan());
  const calls = () => machine.calls().map((call) => call.replace(/\/[^\s=]*\/tmp\/[^/\s]*/g, "TOOLS_DIR"));
  const updates = () => calls().filter((call) => call.startsWith("pulumi up"));
  const leftBehind = () => [join(machine.root, "tmp"), join(machine.root, "home")].flatMap((path) => readdirSync(path));

  it("render as approved", () => {
    const fixed = { ...shared, sha256: "0f".repeat(32) };
    assert.equal(renderBuildspec(pulumiUpPreview(fixed)), golden("pulumi-up-preview"));
    assert.equal(renderBuildspec(pulumiUp(fixed)), golden("pulumi-up-planned"));
  });

  it("plan with a preview, write no state, keep the plan beside the artifacts, and leave nothing behind", () => {
    const run = plan();
    assert.deepEqual([run.succeeded, run.steps], [true, ["install", "build"]], run.output);
    const options = `--cwd deploy --non-interactive --stack ${stack}`;
    assert.deepEqual(calls().slice(1), [
      "npm ci --prefix deploy --no-audit --no-fund --ignore-scripts --allow-git=none --git=/bin/false",
      `pulumi stack export ${options} --file TOOLS_DIR/state.json`,
      `pulumi preview ${options} --json`,
      `aws s3api put-object --bucket ${planBucketName} --key plans/execution-1.json --body TOOLS_DIR/plan.json --server-side-encryption aws:kms --ssekms-key-id ${project.CODEBUILD_KMS_KEY_ID}`,
      "pulumi logout --all",
    ]);
    assert.equal(machine.read("state/applied"), undefined);
    assert.deepEqual(leftBehind(), []);
  });

  it("list changes with their properties and wider permissions, and no value", () => {
    const { output } = plan();
    assert.ok(
      output.includes(
        [
          `Resources of ${stack} to create: 1`,
          `  ${topic}`,
          `Resources of ${stack} to update: 1`,
          `  ${rights} (web:permissions): policy`,
          "Permissions that become wider: 1",
          `  ${rights}: s3:PutObject on arn:aws:s3:::shop/*`,
          "Tool: pulumi 3.248.0",
          "Plugin: aws 7.16.0",
          "Digest of this plan: ",
        ].join("\n"),
      ),
      output,
    );
    assert.doesNotMatch(output + machine.read(kept), /hunter2/);
  });

  it("export what the approval shows", () => {
    const { exported, output } = plan();
    assert.deepEqual(exported, {
      CHANGE_COUNT: "2",
      PLAN_SUMMARY: summary,
      PLAN_DIGEST: /^Digest of this plan: ([0-9a-f]{64})$/m.exec(output)?.[1],
      PREVIEW_LINK:
        "https://eu-central-1.console.aws.amazon.com/codesuite/codebuild/111122223333/projects/shop-prod-plan/build/shop-prod-plan%3A0a1b-2c3d/?region=eu-central-1",
    });
  });

  it("apply the approved plan, constrained by the plan of the CLI", () => {
    approve();
    const run = deploy();
    assert.deepEqual([run.succeeded, run.steps], [true, ["install", "build"]], run.output);
    assert.equal(machine.read("state/applied"), `image=${image}:${commit}\n`);
    assert.deepEqual(updates(), [
      `pulumi up --cwd deploy --non-interactive --stack ${stack} --yes --skip-preview --plan TOOLS_DIR/update.plan`,
    ]);
    assert.deepEqual(leftBehind(), []);
  });

  it("say that an empty plan skips approval and deployment", () => {
    machine.write("state/steps", JSON.stringify([{ op: "same", urn: topic, newState: state(topic, {}) }]));
    const { succeeded, exported, output } = plan();
    assert.deepEqual([succeeded, exported.CHANGE_COUNT], [true, "0"], output);
    assert.match(output, /^Nothing of acme\/shop\/prod changes\. The pipeline skips approval and deployment\.$/m);
  });

  /** Changes between approval and deployment, with the line that names it. */
  const meanwhile: Readonly<Record<string, [() => void, RegExp]>> = {
    "a change more": [
      () =>
        machine.write(
          "state/steps",
          JSON.stringify([...steps, { op: "delete", urn: "u::x", oldState: state("a::b::c::x", {}) }]),
        ),
      /^\+ u::x$/m,
    ],
    "a change less": [() => machine.write("state/steps", JSON.stringify(steps.slice(1))), /^- urn:.*::news$/m],
    "another value": [
      () => machine.write("state/steps", JSON.stringify(steps).replace("hunter2", "hunter3")),
      /^~ urn:.*::news$/m,
    ],
    "nothing left to do": [() => machine.write("state/steps", "[]"), /^- urn:.*::web \(web:permissions\)$/m],
    "a person who updated the stack": [
      () => machine.write("state/time", "2026-01-02T00:00:00Z"),
      /^! state: approved \{.*"time":"2026-01-01T00:00:00Z"\}, now \{.*"time":"2026-01-02T00:00:00Z"\}$/m,
    ],
    "a state with the time of the old one": [
      () =>
        machine.write(
          "state/resources",
          `${urn("pulumi:providers:aws", "default")} version=7.16.0\n${topic} id=another\n`,
        ),
      /^! state: approved \{"digest":"[0-9a-f]{64}","time":"2026-01-01T00:00:00Z"\}, now \{/m,
    ],
    "a state that somebody replaced during the preview": [
      () =>
        machine.write(
          "state/during-preview",
          `${urn("pulumi:providers:aws", "default")} version=7.16.0\n${topic} id=another\n`,
        ),
      /^! state: approved \{"digest":"[0-9a-f]{64}","time":"2026-01-01T00:00:00Z"\}, now \{/m,
    ],
    "another version of a plugin": [
      () => machine.write("state/resources", `${urn("pulumi:providers:aws", "default")} version=7.17.0\n`),
      /^! plugins: approved \["aws 7\.16\.0"\], now \["aws 7\.17\.0"\]$/m,
    ],
  };
  for (const [what, [change, line]] of Object.entries(meanwhile)) {
    it(`end before anything changes, and list it: ${what}`, () => {
      approve();
      change();
      const { succeeded, output } = deploy();
      assert.equal(succeeded, false);
      assert.match(output, /^This is not what was approved\. Nothing was changed\. Start the pipeline again\.$/m);
      assert.match(output, line);
      assert.deepEqual(updates(), []);
    });
  }

  for (const what of ["a person who updated the stack", "another version of a plugin"]) {
    it(`run no plugin of the state with the role that deploys: ${what}`, () => {
      approve();
      meanwhile[what]?.[0]();
      const before = machine.calls().length;
      assert.equal(deploy().succeeded, false);
      const later = machine.calls().slice(before);
      assert.equal(later.filter((call) => call.startsWith("pulumi stack export")).length, 1);
      assert.deepEqual(
        later.filter((call) => call.startsWith("pulumi preview")),
        [],
      );
    });
  }

  const other = "0".repeat(40);
  for (const [what, more, line] of [
    ["another commit", { CODEBUILD_RESOLVED_SOURCE_VERSION: other }, /^The approved plan has commit 4f1d/m],
    ["no digest", { APPROVED_DIGEST: "" }, /^APPROVED_DIGEST is missing/m],
    [
      "another digest",
      { APPROVED_DIGEST: "f".repeat(64) },
      /^The plan in the artifact has digest .*, and f{64} was approved/m,
    ],
    [
      "a summary that the approval forged",
      { APPROVED_SUMMARY: "0 to create" },
      /^The plan has: 1 to create.*The approval showed: 0 to create\.$/m,
    ],
    ["an execution without a plan", { EXECUTION_ID: "execution-2" }, /^This execution has no plan\./m],
    ["no execution", { EXECUTION_ID: "" }, /^EXECUTION_ID is missing/m],
  ] as const) {
    it(`refuse ${what} before the CLI is installed`, () => {
      approve();
      const before = machine.calls().length;
      const { succeeded, output } = deploy(more);
      assert.equal(succeeded, false);
      assert.match(output, line);
      assert.deepEqual(
        machine
          .calls()
          .slice(before)
          .filter((call) => !call.startsWith("aws s3api get-object")),
        [],
      );
    });
  }

  it("refuse a plan that somebody replaced", () => {
    approve();
    machine.write(kept, JSON.stringify({ ...JSON.parse(machine.read(kept) ?? ""), changes: [] }));
    const { succeeded, output } = deploy();
    assert.equal(succeeded, false);
    assert.match(output, /^The plan in the artifact has digest/m);
    assert.deepEqual(updates(), []);
  });

  it("make no plan that deletes a protected resource", () => {
    const oldState = { ...state(topic, {}), protect: true };
    machine.write("state/steps", JSON.stringify([{ op: "delete", urn: topic, oldState }]));
    const { succeeded, output } = plan();
    assert.equal(succeeded, false);
    assert.match(output, /::news\nThese resources are protected, and the plan deletes them\./);
  });

  it("show why a preview fails, which the CLI writes into its JSON", () => {
    machine.write("state/error", "error: the program has no image\n");
    const { succeeded, output } = plan();
    assert.equal(succeeded, false);
    assert.match(output, /^error: the program has no image\nThere is no plan\. Nothing was changed$/m);
    assert.doesNotMatch(output, /a warning/);
    assert.equal(machine.read(kept), undefined);
  });

  it("fail with the preview, and keep no plan", () => {
    const { succeeded } = plan({ FAILING: "pulumi preview" });
    assert.deepEqual([succeeded, machine.read(kept)], [false, undefined]);
  });

  it("refuse a version that saves no plan", () => {
    const args = { ...shared, sha256: "0f".repeat(32), version: "3.24.0" };
    assert.throws(
      () => pulumiUp(args),
      /version: is too old to save a plan: give 3\.24\.1 or newer, or leave out planBucketName$/,
    );
    assert.doesNotThrow(() => pulumiUp({ ...args, version: "3.24.1" }));
  });
});
