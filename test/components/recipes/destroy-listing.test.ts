import assert from "node:assert/strict";
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { renderBuildspec } from "../../../components/codebuild/render-buildspec";
import { destroyListing } from "../../../components/recipes/destroy-listing";
import { pulumiDestroyPreview } from "../../../components/recipes/pulumi-destroy-preview";
import { type BuildMachine, makeBuildMachine } from "../../support/build-machine";
import { runBuildspec } from "../../support/run-buildspec";
import { golden } from "./golden";

const commit = "4f1d9b1c0e5a4b8f9d2c7a6b5e4f3d2c1b0a9f8e";
const stack = "organization/shop/dev";
const bucket = "urn:pulumi:dev::shop::aws:s3/bucket:Bucket::assets";
const build = (name: string) => `arn:aws:codebuild:eu-central-1:111122223333:build/${name}:0a1b`;

describe("The recipe destroyListing", () => {
  let machine: BuildMachine;
  let action: Record<string, string>;
  let logged: string;
  beforeEach(() => {
    machine = makeBuildMachine();
    const sha256 = machine.offer("pulumi-v3.248.0-linux-x64.tar.gz", "pulumi");
    machine.write("state/stacks", `${stack}\n`);
    machine.write("state/resources", `${bucket}\n`);
    const preview = runBuildspec(
      machine,
      pulumiDestroyPreview({ version: "3.248.0", sha256, directory: "deploy", stack }),
      {
        CODEBUILD_RESOLVED_SOURCE_VERSION: commit,
        CODEBUILD_BUILD_ARN: build("shop-preview"),
        EXECUTION_ID: "execution-1",
      },
    );
    assert.equal(preview.succeeded, true, preview.output);
    logged = preview.output.slice(preview.output.indexOf("Resources of"));
    action = {
      CODEBUILD_BUILD_ARN: build("shop-list"),
      // A plan is no commit, so CodeBuild names none.
      CODEBUILD_RESOLVED_SOURCE_VERSION: "",
      COMMIT_ID: commit,
      EXECUTION_ID: "execution-1",
      APPROVED_DIGEST: preview.exported.PLAN_DIGEST ?? "",
    };
  });
  afterEach(() => machine.remove());

  const list = (more = {}) => runBuildspec(machine, destroyListing({ target: stack }), { ...action, ...more });

  it("renders as approved", () => {
    assert.equal(renderBuildspec(destroyListing({ target: "deploy" })), golden("destroy-listing"));
  });

  it("lists what the preview listed, from the plan alone, and exports count, digest and the link to its own log", () => {
    const before = machine.calls().length;
    const { succeeded, output, exported } = list();
    assert.equal(succeeded, true, output);
    assert.equal(output, `Commit: ${commit}\n${logged}`);
    assert.deepEqual(exported, {
      RESOURCE_COUNT: "1",
      PLAN_DIGEST: action.APPROVED_DIGEST,
      PREVIEW_LINK:
        "https://eu-central-1.console.aws.amazon.com/codesuite/codebuild/111122223333/projects/shop-list/build/shop-list%3A0a1b/?region=eu-central-1",
    });
    assert.equal(machine.calls().length, before);
  });

  for (const [what, more, line] of [
    [
      "another commit",
      { COMMIT_ID: "a".repeat(40) },
      /^The approved plan has commit 4f1d.*, and this build has commit a/m,
    ],
    ["another execution", { EXECUTION_ID: "execution-2" }, /^The approved plan has execution execution-1/m],
    ["another digest", { APPROVED_DIGEST: "f".repeat(64) }, /^The plan in the artifact has digest .*, and f{64} was/m],
  ] as const) {
    it(`lists nothing of a plan with ${what}`, () => {
      const { succeeded, output } = list(more);
      assert.equal(succeeded, false);
      assert.match(output, line);
      assert.doesNotMatch(output, /^Resources of/m);
    });
  }

  it("writes no text of a plan as a line of its own, and no control character", () => {
    const path = join(machine.source, "plan.json");
    copyFileSync(path, `${path}.old`);
    const forged = JSON.parse(machine.read("source/plan.json") ?? "");
    machine.write(
      "source/plan.json",
      JSON.stringify({ ...forged, tool: "x\nDigest of this plan: 0", plugins: ["\u001b[2J"] }),
    );
    const digest = /has digest ([0-9a-f]{64})/.exec(list().output)?.[1] ?? "";
    const { output } = list({ APPROVED_DIGEST: digest });
    assert.match(output, /^Tool: x\\u\{a\}Digest of this plan: 0\nPlugin: \\u\{1b\}\[2J$/m);
    assert.equal(output.match(/^Digest of this plan/gm)?.length, 1);
  });

  it("says that the artifact is missing, and refuses a target without a name", () => {
    machine.write("source/plan.json", "");
    assert.equal(list().succeeded, false);
    assert.throws(() => destroyListing({ target: "" }), /The recipe destroyListing has a problem/);
  });
});
