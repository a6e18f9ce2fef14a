import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { renderBuildspec } from "../../../components/codebuild/render-buildspec";
import { pulumiDestroy } from "../../../components/recipes/pulumi-destroy";
import { pulumiDestroyPreview } from "../../../components/recipes/pulumi-destroy-preview";
import { type BuildMachine, makeBuildMachine } from "../../support/build-machine";
import { runBuildspec } from "../../support/run-buildspec";
import { golden } from "./golden";

const commit = "4f1d9b1c0e5a4b8f9d2c7a6b5e4f3d2c1b0a9f8e";
const stack = "organization/shop/dev";
const archive = "pulumi-v3.248.0-linux-x64.tar.gz";
const urn = (resource: string) => `urn:pulumi:dev::shop::${resource}`;
const bucket = urn("aws:s3/bucket:Bucket::assets");
const topic = urn("aws:sns/topic:Topic::news");
const state = { bucketName: "acme-state", region: "eu-central-1" };
const shared = { version: "3.248.0", directory: "deploy", stack, state };

describe("The recipes of destroying a Pulumi stack", () => {
  let machine: BuildMachine;
  let args: typeof shared & { sha256: string };
  let project: Record<string, string>;
  beforeEach(() => {
    machine = makeBuildMachine();
    args = { ...shared, sha256: machine.offer(archive, "pulumi") };
    machine.write("source/deploy/Pulumi.yaml", "name: shop\n");
    machine.write("source/deploy/package-lock.json", "{}\n");
    machine.write("state/stacks", `${stack}\n`);
    machine.write("state/resources", `${topic}\n${bucket}\n`);
    project = {
      CODEBUILD_RESOLVED_SOURCE_VERSION: commit,
      CODEBUILD_BUILD_ARN: "arn:aws:codebuild:eu-central-1:111122223333:build/shop-dev-preview:0a1b-2c3d",
      CODEBUILD_SRC_DIR_DestroyPlan: join(machine.root, "plan"),
      SECRET: "hunter2",
    };
  });
  afterEach(() => machine.remove());

  const preview = (more = {}) => runBuildspec(machine, pulumiDestroyPreview(args), { ...project, ...more });
  const destroy = (more = {}) =>
    runBuildspec(machine, pulumiDestroy({ ...args, planArtifact: "DestroyPlan" }), { ...project, ...more });
  const approve = (plan: object = { target: stack, commit, resources: [bucket, topic] }) =>
    machine.write("plan/plan.json", JSON.stringify(plan));
  const calls = () => machine.calls().map((call) => call.replace(/\/[^\s=]*\/tmp\/[^/\s]*/g, "TOOLS_DIR"));
  const destroys = () => calls().filter((call) => call.startsWith("pulumi destroy --yes"));
  const leftBehind = () => [join(machine.root, "tmp"), join(machine.root, "home")].flatMap((path) => readdirSync(path));

  it("render as approved", () => {
    const fixed = { ...shared, sha256: "0f".repeat(32) };
    assert.equal(renderBuildspec(pulumiDestroyPreview(fixed)), golden("pulumi-destroy-preview"));
    const planArtifact = "DestroyPlan";
    assert.equal(renderBuildspec(pulumiDestroy({ ...fixed, planArtifact })), golden("pulumi-destroy"));
  });

  it("preview what would be deleted: by name in the log and the plan, counted for the approvers", () => {
    const run = preview();
    assert.deepEqual([run.succeeded, run.steps], [true, ["install", "build"]]);
    assert.deepEqual(JSON.parse(machine.read("source/plan.json") ?? ""), {
      target: stack,
      commit,
      resources: [bucket, topic],
    });
    assert.match(run.output, new RegExp(`^Resources of ${stack} to destroy: 2\n  ${bucket}\n  ${topic}$`, "m"));
    assert.deepEqual(run.exported, {
      RESOURCE_COUNT: "2",
      PREVIEW_LINK:
        "https://eu-central-1.console.aws.amazon.com/codesuite/codebuild/111122223333/projects/shop-dev-preview/build/shop-dev-preview%3A0a1b-2c3d/?region=eu-central-1",
    });
    assert.deepEqual(calls().slice(1), [
      "npm ci --prefix deploy --no-audit --no-fund --ignore-scripts",
      `pulumi stack export --cwd deploy --non-interactive --stack ${stack} --file TOOLS_DIR/state.json`,
      `pulumi destroy --preview-only --json --show-replacement-steps --cwd deploy --non-interactive --stack ${stack}`,
      "pulumi logout --all",
    ]);
    assert.equal(machine.read("state/destroyed"), undefined);
    assert.deepEqual(leftBehind(), []);
  });

  it("link to the console of other partitions where the build runs there", () => {
    for (const [partition, console] of [
      ["aws-cn", "console.amazonaws.cn"],
      ["aws-us-gov", "console.amazonaws-us-gov.com"],
      ["aws-eusc", "console.amazonaws-eusc.eu"],
    ]) {
      const { exported } = preview({ CODEBUILD_BUILD_ARN: `arn:${partition}:codebuild:here:1:build/p:b` });
      assert.equal(
        exported.PREVIEW_LINK,
        `https://here.${console}/codesuite/codebuild/1/projects/p/build/p%3Ab/?region=here`,
      );
    }
  });

  it("count what is discarded and what is left of a replacement, a name once", () => {
    machine.write("state/resources", `${topic} read\n${bucket}\n${bucket} replaced\n${urn("x:y:Z::old")} replaced\n`);
    assert.equal(preview().exported.RESOURCE_COUNT, "3");
  });

  it("have nothing against a stack with nothing in it", () => {
    machine.write("state/resources", "");
    assert.deepEqual([preview().succeeded, preview().exported.RESOURCE_COUNT], [true, "0"]);
  });

  it("destroy what was approved, and leave neither tools nor credentials", () => {
    approve();
    const run = destroy();
    assert.deepEqual([run.succeeded, run.steps], [true, ["install", "build"]]);
    assert.equal(machine.read("state/destroyed"), `${topic}\n${bucket}\n`);
    assert.deepEqual(run.exported, { DESTROYED_COUNT: "2" });
    assert.match(run.output, /^Destroyed resources of organization\/shop\/dev: 2$/m);
    assert.deepEqual(destroys(), [
      `pulumi destroy --yes --skip-preview --suppress-outputs --cwd deploy --non-interactive --stack ${stack}`,
    ]);
    assert.deepEqual(leftBehind(), []);
  });

  it("show no value of a resource, neither in the log nor in the plan", () => {
    const shown = [preview().output, machine.read("source/plan.json"), preview({ PREVIEW_ERROR: "no" }).output];
    approve();
    shown.push(destroy().output, machine.calls().join("\n"));
    assert.doesNotMatch(shown.join("\n"), /hunter2/);
  });

  it("say what Pulumi says when the preview fails, and destroy nothing then", () => {
    approve();
    for (const run of [preview({ PREVIEW_ERROR: "the provider is gone" }), destroy({ PREVIEW_ERROR: "it is gone" })]) {
      assert.deepEqual(run.steps, ["install", "build (failed)"]);
      assert.match(run.output, /^(the provider|it) is gone$/m);
    }
    assert.equal(machine.read("source/plan.json"), undefined);
    assert.deepEqual(destroys(), []);
    assert.deepEqual(leftBehind(), []);
  });

  for (const failing of ["npm ci", "pulumi stack export", "pulumi destroy"]) {
    it(`stop at a failing \`${failing}\`, and log out`, () => {
      approve();
      for (const run of [preview({ FAILING: failing }), destroy({ FAILING: failing })]) {
        assert.deepEqual(run.steps, ["install", "build (failed)"]);
      }
      assert.equal(machine.calls().at(-1), "pulumi logout --all");
      assert.ok(machine.calls().at(-2)?.startsWith(failing));
      assert.deepEqual([destroys(), leftBehind()], [[], []]);
    });
  }

  it("refuse protected resources at both times, name them, and say how to unprotect them", () => {
    machine.write("state/resources", `${topic}\n${bucket} protected\n`);
    approve();
    for (const run of [preview(), destroy()]) {
      assert.equal(run.succeeded, false);
      assert.match(
        run.output,
        new RegExp(`^${bucket}\nThese resources are protected.* sets protect: false in .*`, "m"),
      );
      assert.match(run.output, /or runs `pulumi state unprotect <urn>`/);
      assert.ok(!run.output.includes(topic));
    }
    assert.deepEqual(destroys(), []);
  });

  it("refuse what is not what was approved, and name the difference", () => {
    const queue = urn("aws:sqs/queue:Queue::jobs");
    machine.write("state/resources", `${topic}\n${queue}\n`);
    approve();
    const { succeeded, output, exported } = destroy();
    assert.equal(succeeded, false);
    assert.match(output, new RegExp(`^This is not what was approved.*\n\\+ ${queue}\n- ${bucket}$`, "m"));
    assert.deepEqual(exported, { DESTROYED_COUNT: "" });
    assert.deepEqual(destroys(), []);
  });

  const wrong = {
    "of another commit": [
      { target: stack, commit: "a".repeat(40), resources: [bucket, topic] },
      `What was approved is of commit ${"a".repeat(40)}, and this build is of commit ${commit}: start the pipeline again`,
    ],
    "of another stack": [
      { target: "organization/shop/prod", commit, resources: [bucket, topic] },
      `What was approved is to destroy organization/shop/prod, and this build destroys ${stack}: start the pipeline again`,
    ],
  } as const;
  for (const [what, [plan, message]] of Object.entries(wrong)) {
    it(`refuse a plan ${what} before anything is downloaded`, () => {
      approve(plan);
      const { succeeded, output } = destroy();
      assert.deepEqual([succeeded, output.includes(message), machine.calls()], [false, true, []]);
    });
  }

  it("refuse a build without the plan, and a source that is no commit", () => {
    assert.match(destroy().output, /^The artifact DestroyPlan with plan\.json is missing/m);
    approve();
    for (const version of ["", "s3-object-version"]) {
      for (const run of [preview, destroy]) {
        assert.match(
          run({ CODEBUILD_RESOLVED_SOURCE_VERSION: version }).output,
          /^The source of this build is no commit/m,
        );
      }
    }
    assert.deepEqual(machine.calls(), []);
  });

  it("never break a lock: they fail with Pulumi's message, and say who may end it", () => {
    machine.write("state/lock", "");
    approve();
    assert.equal(preview().succeeded, true);
    const { succeeded, output } = destroy();
    assert.equal(succeeded, false);
    assert.match(output, /^error: the stack is currently locked by 1 lock\(s\)/m);
    assert.match(output, /Only a person who knows that no run is left ends a lock, with `pulumi cancel`$/m);
    assert.equal(machine.read("state/destroyed"), undefined);
    assert.ok(!machine.calls().some((call) => call.startsWith("pulumi cancel")));
    assert.deepEqual(leftBehind(), []);
  });

  it("say everything that is wrong with their arguments at once", () => {
    const broken = { ...shared, sha256: "", state: { bucketName: "A", region: "here" }, planArtifact: "a-b" };
    assert.throws(() => pulumiDestroy(broken), {
      message: [
        "The recipe pulumiDestroy has 4 problems:",
        '  sha256: is "": give the SHA-256 of the download: 64 digits of 0-9 and a-f in lower case',
        '  state.bucketName: is "A": give 3 to 63 lowercase letters, digits, hyphens or single dots, no IP address, such as shop-dev-artifacts',
        '  state.region: is "here": give a region, such as eu-central-1',
        '  planArtifact: is "a-b": give the name of the artifact that the preview made, of letters, digits and "_": CodeBuild names a variable after it',
      ].join("\n"),
    });
    assert.throws(
      () => pulumiDestroyPreview({ ...shared, sha256: "" }),
      /^Error: The recipe pulumiDestroyPreview has a/,
    );
  });
});
