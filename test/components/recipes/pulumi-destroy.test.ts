import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, readdirSync } from "node:fs";
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
const root = urn("pulumi:pulumi:Stack::shop-dev");
const provider = urn("pulumi:providers:aws::default_7_16_0");
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
    machine.write("state/resources", `${root} component\n${provider} version=7.16.0\n${topic}\n${bucket}\n`);
    project = {
      CODEBUILD_RESOLVED_SOURCE_VERSION: commit,
      CODEBUILD_BUILD_ARN: "arn:aws:codebuild:eu-central-1:111122223333:build/shop-dev-preview:0a1b-2c3d",
      CODEBUILD_SRC_DIR_DestroyPlan: join(machine.root, "plan"),
      EXECUTION_ID: "execution-1",
      SECRET: "hunter2",
    };
  });
  afterEach(() => machine.remove());

  const preview = (more = {}) => runBuildspec(machine, pulumiDestroyPreview(args), { ...project, ...more });
  const destroy = (more = {}) =>
    runBuildspec(machine, pulumiDestroy({ ...args, planArtifact: "DestroyPlan" }), { ...project, ...more });
  /** Previews, hands the artifact on as CodePipeline does, and approves the digest. */
  const approve = () => {
    const { succeeded, exported, output } = preview();
    assert.equal(succeeded, true, output);
    mkdirSync(join(machine.root, "plan"), { recursive: true });
    copyFileSync(join(machine.source, "plan.json"), join(machine.root, "plan/plan.json"));
    project.APPROVED_DIGEST = exported.PLAN_DIGEST ?? "";
  };
  const calls = () => machine.calls().map((call) => call.replace(/\/[^\s=]*\/tmp\/[^/\s]*/g, "TOOLS_DIR"));
  const destroys = () => calls().filter((call) => call.startsWith("pulumi destroy"));
  const leftBehind = () => [join(machine.root, "tmp"), join(machine.root, "home")].flatMap((path) => readdirSync(path));
  const plan = (path = "source/plan.json") => JSON.parse(machine.read(path) ?? "");

  it("render as approved", () => {
    const fixed = { ...shared, sha256: "0f".repeat(32) };
    assert.equal(renderBuildspec(pulumiDestroyPreview(fixed)), golden("pulumi-destroy-preview"));
    const planArtifact = "DestroyPlan";
    assert.equal(renderBuildspec(pulumiDestroy({ ...fixed, planArtifact })), golden("pulumi-destroy"));
  });

  it("list from an export outside the source: no engine, no plugin, no npm", () => {
    const run = preview();
    assert.deepEqual([run.succeeded, run.steps], [true, ["install", "build"]], run.output);
    assert.deepEqual(calls().slice(1), [
      `pulumi stack export --cwd TOOLS_DIR/project --non-interactive --stack ${stack} --file TOOLS_DIR/state.json`,
      "pulumi logout --all",
    ]);
    assert.match(run.output, new RegExp(`^Resources of ${stack} to destroy: 2\n  ${bucket} \\(assets-id\\)\n`, "m"));
    assert.match(
      run.output,
      new RegExp(`^Entries of the state without a resource of their own: 2\n  ${provider}`, "m"),
    );
    assert.equal(machine.read("state/destroyed"), undefined);
    assert.deepEqual(leftBehind(), []);
  });

  it("keep a plan of target, commit, execution, versions, state, types, ids and digests", () => {
    preview();
    const { salt, changes, state: ofState, ...facts } = plan();
    assert.match(salt, /^[0-9a-f]{32}$/);
    assert.match(ofState.digest, /^[0-9a-f]{64}$/);
    assert.deepEqual(Object.entries(ofState), [
      ["time", "2026-01-01T00:00:00Z"],
      ["digest", ofState.digest],
    ]);
    assert.deepEqual(facts, {
      operation: "destroy",
      target: stack,
      commit,
      execution: "execution-1",
      tool: "pulumi 3.248.0",
      plugins: ["aws 7.16.0"],
    });
    assert.deepEqual(
      changes.map(({ digest, ...change }: { digest: string }) => {
        assert.match(digest, /^[0-9a-f]{64}$/);
        return change;
      }),
      [
        { action: "delete", address: bucket, type: "aws:s3/bucket:Bucket", id: "assets-id" },
        { action: "delete", address: topic, type: "aws:sns/topic:Topic", id: "news-id" },
        { action: "record", address: provider, type: "pulumi:providers:aws", id: "default_7_16_0-id" },
        { action: "record", address: root, type: "pulumi:pulumi:Stack" },
      ],
    );
  });

  it("export the count, the digest that the log shows, and the address of the log", () => {
    const { exported, output } = preview();
    assert.deepEqual(exported, {
      RESOURCE_COUNT: "2",
      PLAN_DIGEST: /^Digest of this plan: ([0-9a-f]{64})$/m.exec(output)?.[1],
      PREVIEW_LINK:
        "https://eu-central-1.console.aws.amazon.com/codesuite/codebuild/111122223333/projects/shop-dev-preview/build/shop-dev-preview%3A0a1b-2c3d/?region=eu-central-1",
    });
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

  it("tell deleted resources from those that remain in the account", () => {
    machine.write("state/resources", `${topic} read\n${bucket}\n${bucket} id=old\n${urn("x:y:Z::kept")} retained\n`);
    const { exported, output } = preview();
    assert.equal(exported.RESOURCE_COUNT, "2");
    assert.match(output, /^ {2}.*::assets \(assets-id\)\n {2}.*::assets \(old\)$/m);
    assert.match(
      output,
      /^Resources that leave the state and remain in the account: 2\n {2}.*::news .*\n {2}.*::kept /m,
    );
  });

  it("write no name as a line of its own, and no id that is a secret", () => {
    const fake = urn("aws:sns/topic:Topic::x");
    machine.write(
      "state/resources",
      `${fake} id=a\u2028Resources\u202eof\n${urn("random:index/x:RandomString::s")} id=hunter3\n`,
    );
    const { output } = preview();
    assert.ok(output.includes(`${fake} (a\\u{2028}Resources\\u{202e}of)`), output);
    assert.doesNotMatch(output + machine.read("source/plan.json"), /hunter3/);
  });

  it("refuse names that a target cannot name", () => {
    machine.write("state/resources", `${urn("aws:sns/topic:Topic::*")}\n`);
    const { succeeded, output } = preview();
    assert.equal(succeeded, false);
    assert.match(output, /^These names hold an asterisk or a control character\./m);
  });

  it("accept a stack without resources, and destroy nothing then", () => {
    machine.write("state/resources", "");
    approve();
    const run = destroy();
    assert.deepEqual([run.succeeded, run.exported], [true, { DESTROYED_COUNT: "0" }], run.output);
    assert.deepEqual(destroys(), []);
  });

  it("destroy the approved targets, and leave neither tools nor credentials", () => {
    approve();
    const run = destroy();
    assert.deepEqual([run.succeeded, run.steps], [true, ["install", "build"]], run.output);
    assert.equal(machine.read("state/resources"), "");
    assert.deepEqual(run.exported, { DESTROYED_COUNT: "2" });
    assert.match(run.output, /^Destroyed resources of organization\/shop\/dev: 2$/m);
    const targets = [bucket, topic, provider, root].map((target) => `--target=${target}`).join(" ");
    assert.deepEqual(destroys(), [
      `pulumi destroy --yes --skip-preview --suppress-outputs --cwd TOOLS_DIR/project --non-interactive --stack ${stack} ${targets}`,
    ]);
    assert.ok(!calls().some((call) => call.startsWith("npm")));
    assert.deepEqual(leftBehind(), []);
  });

  it("show no value of a resource, neither in the log nor in the plan", () => {
    approve();
    const shown = [preview().output, machine.read("source/plan.json"), destroy().output, machine.calls().join("\n")];
    assert.doesNotMatch(shown.join("\n"), /hunter2/);
  });

  it("install the packages of dynamic resources after the comparison: no scripts, no git", () => {
    const dynamic = urn("pulumi:providers:pulumi-nodejs::default");
    machine.write("state/resources", `${dynamic}\n${topic}\n`);
    machine.write("source/deploy/package.json", "{}");
    approve();
    assert.equal(destroy().succeeded, true);
    assert.deepEqual(
      calls()
        .filter((call) => !call.startsWith("curl"))
        .slice(2)
        .map((call) => call.replace(/ --cwd.*/, "")),
      [
        "pulumi stack export",
        "npm ci --prefix TOOLS_DIR/project --no-audit --no-fund --ignore-scripts --allow-git=none --git=/bin/false",
        "pulumi stack export",
        "pulumi destroy --yes --skip-preview --suppress-outputs",
        "pulumi logout --all",
      ],
    );
  });

  for (const failing of ["pulumi stack export", "pulumi destroy"]) {
    it(`stop at a failing \`${failing}\`, and log out`, () => {
      approve();
      const run = destroy({ FAILING: failing });
      assert.deepEqual(run.steps, ["install", "build (failed)"]);
      assert.equal(machine.calls().at(-1), "pulumi logout --all");
      assert.ok(machine.calls().at(-2)?.startsWith(failing));
      assert.equal(machine.read("state/destroyed"), undefined);
      assert.deepEqual(leftBehind(), []);
    });
  }

  it("refuse protected resources, name them, and say how to unprotect them", () => {
    machine.write("state/resources", `${topic}\n${bucket} protected\n`);
    const run = preview();
    assert.equal(run.succeeded, false);
    assert.match(run.output, new RegExp(`^${bucket}\nThese resources are protected\\. Set protect: false`, "m"));
    assert.match(run.output, /or run `pulumi state unprotect <urn>`/);
    assert.ok(!run.output.includes(topic));
    assert.equal(machine.read("source/plan.json"), undefined);
  });

  const queue = urn("aws:sqs/queue:Queue::jobs");
  const swaps = {
    "another resource": {
      resources: `${topic}\n${queue}\n`,
      found: [`+ ${queue} (jobs-id)`, `- ${bucket} (assets-id)`],
    },
    "another physical id under the same URN": {
      resources: `${topic}\n${bucket} id=customer-data-prod\n`,
      found: [`+ ${bucket} (customer-data-prod)`, `- ${bucket} (assets-id)`],
    },
    "other inputs under the same id": {
      resources: `${topic}\n${bucket} value=other\n`,
      found: [`~ ${bucket} (assets-id)`],
    },
    "another type": {
      resources: `${topic}\n${bucket} type=aws:s3/bucketV2:BucketV2\n`,
      found: [`~ ${bucket} (assets-id)`],
    },
    "a resource that is no longer kept": {
      resources: `${topic} retained\n${bucket}\n`,
      found: [`~ ${topic} (news-id)`],
    },
  };
  for (const [change, { resources, found }] of Object.entries(swaps)) {
    it(`end before anything is deleted if the state holds ${change} by then`, () => {
      machine.write("state/resources", `${topic}\n${bucket}\n`);
      approve();
      machine.write("state/resources", resources);
      const { succeeded, output, exported } = destroy();
      assert.equal(succeeded, false);
      assert.match(output, /^This is not what was approved\. Nothing was changed\. Start the pipeline again\.$/m);
      for (const line of found) {
        assert.ok(output.split("\n").includes(line), `${line}\n${output}`);
      }
      assert.deepEqual([exported, destroys()], [{ DESTROYED_COUNT: "" }, []]);
    });
  }

  it("end if somebody replaces the state, with its time, while packages are installed", () => {
    const dynamic = urn("pulumi:providers:pulumi-nodejs::default");
    machine.write("state/resources", `${dynamic}\n${bucket}\n`);
    machine.write("source/deploy/package.json", "{}");
    approve();
    machine.write("state/during-install", `${dynamic}\n${bucket} id=customer-data-prod\n`);
    const { succeeded, output } = destroy();
    assert.equal(succeeded, false);
    assert.match(output, /^! state: approved \{.*\}, now \{.*"time":"2026-01-01T00:00:00Z"\}$/m);
    assert.deepEqual(destroys(), []);
  });

  it("destroy the same although files, an image or a parameter have other values by then", () => {
    approve();
    machine.write("source/deploy/Pulumi.dev.yaml", "config:\n  shop:bucket: other\n");
    machine.write("source/deploy/package-lock.json", '{"name":"other"}');
    const { succeeded, output } = destroy({ IMAGE_URI: "other", ZONE: "b" });
    assert.equal(succeeded, true, output);
    assert.equal(
      machine.read("state/destroyed"),
      `${root} component\n${provider} version=7.16.0\n${topic}\n${bucket}\n`,
    );
  });

  it("end if a plugin has another version by then, or the state was written", () => {
    approve();
    machine.write("state/resources", (machine.read("state/resources") ?? "").replace("7.16.0\n", "7.17.0\n"));
    machine.write("state/time", "2026-01-02T00:00:00Z");
    const { output } = destroy();
    assert.match(output, /^! plugins: approved \["aws 7\.16\.0"\], now \["aws 7\.17\.0"\]$/m);
    assert.match(output, /^! state: approved .*01-01T.*, now .*01-02T/m);
    assert.deepEqual(destroys(), []);
  });

  it("show approvers where plugins come from, and end if the state names another place by then", () => {
    const elsewhere = (url: string) =>
      machine.write("state/resources", `${provider} version=7.16.0 url=${url}\n${bucket}\n`);
    elsewhere("https://plugins.acme.example");
    assert.match(preview().output, /^Plugin: aws 7\.16\.0 from https:\/\/plugins\.acme\.example$/m);
    approve();
    elsewhere("https://evil.example");
    assert.match(destroy().output, /^! plugins: approved .*acme\.example"\], now .*evil\.example"\]$/m);
    assert.deepEqual(destroys(), []);
  });

  const replaced = {
    target: "organization/shop/prod",
    commit: "a".repeat(40),
    execution: "execution-0",
    operation: "update",
  };
  for (const [fact, value] of Object.entries(replaced)) {
    it(`refuse a plan with another ${fact} before anything is downloaded`, () => {
      approve();
      machine.write("plan/plan.json", JSON.stringify({ ...plan("plan/plan.json"), [fact]: value }));
      const before = machine.calls().length;
      const { succeeded, output } = destroy();
      assert.equal(succeeded, false);
      assert.match(output, new RegExp(`^The approved plan has ${fact} ${value}, and this build has ${fact} `, "m"));
      assert.match(output, /^The plan in the artifact has digest [0-9a-f]{64}, and [0-9a-f]{64} was approved\.$/m);
      assert.equal(machine.calls().length, before);
    });
  }

  it("refuse a replaced plan although everything else agrees, and a build without the approved digest", () => {
    machine.write("state/resources", `${topic}\n`);
    approve();
    const digest = project.APPROVED_DIGEST;
    machine.write("state/resources", `${topic}\n${bucket}\n`);
    approve();
    assert.match(destroy({ APPROVED_DIGEST: digest }).output, /^The plan in the artifact has digest/m);
    assert.match(
      destroy({ APPROVED_DIGEST: "" }).output,
      /^APPROVED_DIGEST is missing: the action passes PLAN_DIGEST/m,
    );
    assert.deepEqual(destroys(), []);
  });

  it("refuse a build without the plan, and a source that is no commit", () => {
    assert.match(destroy().output, /^The artifact DestroyPlan with plan\.json is missing/m);
    for (const version of ["", "s3-object-version"]) {
      for (const run of [preview, destroy]) {
        const { output } = run({ CODEBUILD_RESOLVED_SOURCE_VERSION: version });
        assert.match(output, /^The source of this build is no commit/m);
      }
    }
    assert.deepEqual(machine.calls(), []);
  });

  it("never break a lock: they fail with Pulumi's message, and say who may end it", () => {
    machine.write("state/lock", "locked");
    approve();
    const { succeeded, output } = destroy();
    assert.equal(succeeded, false);
    assert.match(output, /error: the stack is currently locked by 1 lock\(s\)/);
    assert.match(output, /End a lock with `pulumi cancel` only if you know that no run is left$/m);
    assert.equal(machine.read("state/destroyed"), undefined);
    assert.ok(!machine.calls().some((call) => call.startsWith("pulumi cancel")));
    assert.deepEqual(leftBehind(), []);
  });

  it("say everything that is wrong with their arguments at once", () => {
    const broken = {
      ...shared,
      sha256: "",
      stack: "dev",
      state: { bucketName: "A", region: "here" },
      planArtifact: "a-b",
    };
    assert.throws(() => pulumiDestroy(broken), {
      message: [
        "The recipe pulumiDestroy has 5 problems:",
        '  sha256: is "": give the SHA-256 of the download: 64 digits of 0-9 and a-f in lower case',
        '  stack: is "dev": give organization/project/stack of letters, digits, "_", "." and "-", such as acme/shop/dev',
        '  state.bucketName: is "A": give 3 to 63 lowercase letters, digits, hyphens or single dots, no IP address, such as shop-dev-artifacts',
        '  state.region: is "here": give a region, such as eu-central-1',
        '  planArtifact: is "a-b": give the name of the artifact of the preview, of letters, digits and "_": CodeBuild names a variable after it',
      ].join("\n"),
    });
    assert.throws(
      () => pulumiDestroyPreview({ ...shared, sha256: "" }),
      /^Error: The recipe pulumiDestroyPreview has a/,
    );
  });
});
