import assert from "node:assert/strict";
import { validateBuildspec } from "../../../components/codebuild/validate-buildspec";
import { type CopyImageArgs, copyImage } from "../../../components/recipes/copy-image";
import { type BuildMachine, makeBuildMachine } from "../../support/build-machine";
import { registryOn, sha256 } from "../../support/registry";
import { runBuildspec } from "../../support/run-buildspec";

const from = { account: "222233334444", region: "eu-west-1", repositoryName: "shop-staging" };
const to = { account: "333344445555", region: "us-east-1", repositoryName: "shop-prod" };
const commit = "4f1d9b1c0e5a4b8f9d2c7a6b5e4f3d2c1b0a9f8e";

describe("The copy of a promoted image", () => {
  let machine: BuildMachine;
  let sender: ReturnType<typeof registryOn>;
  let own: ReturnType<typeof registryOn>;
  beforeEach(() => {
    machine = makeBuildMachine();
    sender = registryOn(machine, from);
    own = registryOn(machine, to);
  });
  afterEach(() => machine.remove());

  const tagOf = (digest: string) => `${commit}-${digest.slice(7, 19)}`;
  function run(digest: string, args: Partial<CopyImageArgs> = {}, env: Record<string, string> = {}) {
    return runBuildspec(machine, copyImage({ from, to, ...args }), {
      CODEBUILD_RESOLVED_SOURCE_VERSION: commit,
      IMAGE_DIGEST: digest,
      ...env,
    });
  }
  const ecr = () => machine.calls().flatMap((call) => /^aws ecr (\S+)/.exec(call)?.[1] ?? []);

  it("is a valid buildspec that leaves the digest to later actions", () => {
    const spec = copyImage({ from, to, refusedSeverities: ["CRITICAL"] });
    assert.deepEqual(validateBuildspec(spec), []);
    assert.deepEqual(spec.env?.["exported-variables"], ["IMAGE_DIGEST", "RELEASE_TAG"]);
  });

  it("copies config and layers in parts, keeps the digest, and tags the image by commit and digest", () => {
    const digest = sender.image("first layer", "second");
    const { succeeded, output, exported } = run(digest);
    assert.equal(succeeded, true, output);
    assert.equal(own.manifest(digest), sender.manifest(digest));
    assert.equal(own.tagged(tagOf(digest)), digest);
    assert.equal(own.blob("first layer"), "first layer");
    assert.deepEqual(exported, { IMAGE_DIGEST: digest, RELEASE_TAG: tagOf(digest) });
    assert.match(output, new RegExp(`^shop-prod has the image ${digest}$`, "m"));
  });

  it("copies every image of an index before the index", () => {
    const images = [sender.image("amd64", "shared"), sender.image("arm64", "shared")];
    const digest = sender.index(...images);
    assert.equal(run(digest).succeeded, true);
    for (const copied of [digest, ...images]) {
      assert.equal(own.manifest(copied), sender.manifest(copied));
    }
    assert.equal(ecr().filter((command) => command === "complete-layer-upload").length, 5);
  });

  it("copies nothing twice, and lets a second commit share the image", () => {
    const digest = sender.image("layer");
    run(digest);
    const before = machine.calls().length;
    assert.equal(run(digest).succeeded, true);
    assert.deepEqual(
      machine
        .calls()
        .slice(before)
        .filter((call) => /upload|put-image|curl/.test(call)),
      [],
    );
    const other = "a".repeat(40);
    assert.equal(run(digest, {}, { CODEBUILD_RESOLVED_SOURCE_VERSION: other }).succeeded, true);
    assert.equal(own.tagged(`${other}-${digest.slice(7, 19)}`), digest);
  });

  it("reads the sender's registry and writes to the own one alone", () => {
    run(sender.image("layer"));
    const reading = ["batch-get-image", "get-download-url-for-layer"];
    const calls = machine.calls().filter((call) => call.includes(`--registry-id ${from.account}`));
    assert.deepEqual([...new Set(calls.map((call) => call.split(" ")[2] ?? ""))].sort(), reading);
    assert.ok(calls.every((call) => call.includes("--region eu-west-1")));
  });

  it("refuses a layer whose download has another digest", () => {
    const digest = sender.image("layer");
    const { succeeded, output } = run(digest, {}, { TAMPERED: sha256("layer") });
    assert.equal(succeeded, false);
    assert.match(output, new RegExp(`^The download of the layer ${sha256("layer")} has another digest$`, "m"));
    assert.equal(own.manifest(digest), undefined);
  });

  it("refuses a manifest with another digest", () => {
    const digest = sender.image("layer");
    machine.write(
      `state/registries/222233334444/eu-west-1/shop-staging/manifests/${digest}`,
      sender.manifest(sender.image("other")) ?? "",
    );
    const { succeeded, output } = run(digest);
    assert.equal(succeeded, false);
    assert.match(output, new RegExp(`^The manifest of ${digest} has another digest$`, "m"));
  });

  it("refuses a tag of this release that names another image", () => {
    const digest = sender.image("layer");
    own.tag(tagOf(digest), own.image("other"));
    const { succeeded, output } = run(digest);
    assert.equal(succeeded, false);
    assert.match(output, /^The tag \S+ names another image: sha256:/m);
  });

  it("refuses a digest that the sender's registry lacks, and texts that are no digest, before it calls AWS", () => {
    assert.match(run(`sha256:${"0".repeat(64)}`).output, /^shop-staging has no image sha256:0/m);
    const before = machine.calls().length;
    for (const wrong of ["", "latest", `sha256:${"A".repeat(64)}`, `sha256:${"0".repeat(64)} x`]) {
      const { succeeded, output } = run(wrong);
      assert.equal(succeeded, false);
      assert.match(output, /^IMAGE_DIGEST names no image\./m);
    }
    assert.equal(machine.calls().length, before);
  });

  it("runs in a folder of its own, where no file of the commit lies", () => {
    machine.write("source/image.json", "of the commit");
    run(sender.image("layer"));
    assert.equal(machine.read("source/image.json"), "of the commit");
  });

  describe("with a scan as a condition", () => {
    const scan = (status: string, counts?: object) => ({
      imageScanStatus: { status },
      imageScanFindings: counts && { findingSeverityCounts: counts },
    });
    const cases: readonly (readonly [what: string, answers: unknown[], succeeds: boolean, message: RegExp])[] = [
      ["passes an image without such findings", [scan("COMPLETE", { LOW: 3 })], true, /^shop-prod has/m],
      ["passes an image of Inspector without findings", [scan("ACTIVE", {})], true, /^shop-prod has/m],
      [
        "refuses findings of these severities",
        [scan("COMPLETE", { CRITICAL: 1, HIGH: 2, LOW: 9 })],
        false,
        /^The scan refuses this image: 1 CRITICAL, 2 HIGH$/m,
      ],
      [
        "waits until the scan has begun and ended",
        [null, scan("IN_PROGRESS"), scan("PENDING"), scan("ACTIVE"), scan("COMPLETE", { HIGH: 1 })],
        false,
        /^The scan refuses this image: 1 HIGH$/m,
      ],
      [
        "refuses an image that ECR cannot scan",
        [scan("UNSUPPORTED_IMAGE")],
        false,
        /^ECR has not scanned this image: /m,
      ],
      ["refuses a failed scan", [scan("FAILED", {})], false, /^ECR has not scanned this image: FAILED$/m],
    ];
    for (const [what, answers, succeeds, message] of cases) {
      it(what, () => {
        const digest = own.image("layer");
        own.tag(tagOf(digest), digest);
        own.findings(...answers);
        const { succeeded, output } = run(digest, { refusedSeverities: ["CRITICAL", "HIGH"] });
        assert.equal(succeeded, succeeds, output);
        assert.match(output, message);
      });
    }

    it("gives up after 15 minutes", () => {
      const digest = own.image("layer");
      own.tag(tagOf(digest), digest);
      const failing = { FAILING: "aws ecr describe-image-scan-findings" };
      const { succeeded, output } = run(digest, { refusedSeverities: ["HIGH"] }, failing);
      assert.equal(succeeded, false);
      assert.match(output, /^ECR has no findings of this image after 15 minutes\. Start the pipeline again$/m);
      assert.equal(machine.calls().filter((call) => call === "sleep 10").length, 90);
    });

    it("looks at no findings without the setting", () => {
      run(sender.image("layer"));
      assert.ok(!ecr().includes("describe-image-scan-findings"));
    });
  });
});
