import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { validateBuildspec } from "../../../components/codebuild/validate-buildspec";
import { recordRelease } from "../../../components/recipes/record-release";
import { verifyRelease } from "../../../components/recipes/verify-release";
import { type BuildMachine, makeBuildMachine } from "../../support/build-machine";
import { registryOn } from "../../support/registry";
import { releaseBucketName, releaseSender } from "../../support/release-sender";
import { runBuildspec } from "../../support/run-buildspec";

const commit = "4f1d9b1c0e5a4b8f9d2c7a6b5e4f3d2c1b0a9f8e";
const other = "a".repeat(40);
const unknown =
  /^shop-staging has no record of this commit with this image\. Its pipeline records both after its tests/m;
const reason = "Incident 4711: staging is down";

describe("The verification of a release", () => {
  let machine: BuildMachine;
  let registry: ReturnType<typeof registryOn>;
  let digest: string;
  beforeEach(() => {
    machine = makeBuildMachine();
    registry = registryOn(machine, releaseSender.repository);
    digest = registry.image("layer");
    registry.tag(commit, digest);
  });
  afterEach(() => machine.remove());

  const record = (execution = "0a1b-2c", image = digest, version = commit) =>
    runBuildspec(machine, recordRelease({ ...releaseSender, deployStage: "Deploy", startsByPush: true }), {
      CODEBUILD_RESOLVED_SOURCE_VERSION: version,
      IMAGE_DIGEST: image,
      EXECUTION_ID: execution,
    });
  const verify = (env: Record<string, string> = {}, breakGlass = false) =>
    runBuildspec(machine, verifyRelease({ ...releaseSender, breakGlass }), {
      CODEBUILD_RESOLVED_SOURCE_VERSION: commit,
      IMAGE_DIGEST: digest,
      ...env,
    });

  it("hands on the digest and the execution that tested the release", () => {
    record();
    const { succeeded, output, exported } = verify();
    assert.equal(succeeded, true, output);
    assert.deepEqual(exported, { IMAGE_DIGEST: digest, TESTED_BY: "execution 0a1b-2c of shop-staging-pipeline" });
    assert.deepEqual(validateBuildspec(verifyRelease({ ...releaseSender, breakGlass: true })), []);
  });

  it("refuses a start without a digest, or with a text that is none, before it calls AWS", () => {
    for (const IMAGE_DIGEST of ["", "none", "latest", `${"0".repeat(64)}`, `sha256:${"g".repeat(64)}`, "sha256:../x"]) {
      const { succeeded, output } = verify({ IMAGE_DIGEST });
      assert.equal(succeeded, false);
      assert.match(output, /^IMAGE_DIGEST names no image\. Start the pipeline with the variable IMAGE_DIGEST/m);
    }
    assert.match(
      verify({ CODEBUILD_RESOLVED_SOURCE_VERSION: "main" }).output,
      /^The source of this build is no commit/m,
    );
    assert.deepEqual(machine.calls(), []);
  });

  it("refuses another commit with a tested image, and a tested commit with another image", () => {
    record();
    const untested = registry.image("hostile");
    registry.tag(other, untested);
    const wrong: Record<string, string>[] = [{ CODEBUILD_RESOLVED_SOURCE_VERSION: other }, { IMAGE_DIGEST: untested }];
    for (const env of wrong) {
      const { succeeded, output } = verify(env);
      assert.equal(succeeded, false);
      assert.match(output, unknown);
    }
  });

  it("refuses an image that left the registry of the sender", () => {
    const gone = registry.image("gone");
    record("3", gone, other);
    rmSync(join(machine.root, "state/registries/222233334444/eu-west-1/shop-staging/manifests", gone));
    const { succeeded, output } = verify({ CODEBUILD_RESOLVED_SOURCE_VERSION: other, IMAGE_DIGEST: gone });
    assert.equal(succeeded, false);
    assert.match(output, /^The registry of shop-staging has no image of this digest$/m);
  });

  it("refuses a record that says something else than its key", () => {
    const key = `releases/${commit}/${digest.slice(7)}.json`;
    const good = {
      version: 1,
      environment: "shop-staging",
      pipeline: "shop-staging-pipeline",
      tests: "passed",
      execution: "0a1b-2c",
      commit,
      image: digest,
    };
    const wrong: Record<string, unknown>[] = [
      { version: 2 },
      { environment: "shop-dev" },
      { pipeline: "shop-dev-pipeline" },
      { tests: "none" },
      { commit: other },
      { image: `sha256:${"0".repeat(64)}` },
      { execution: "$(id)" },
    ];
    for (const change of wrong) {
      machine.write(`state/objects/${releaseBucketName}/${key}`, JSON.stringify({ ...good, ...change }));
      const { succeeded, output } = verify();
      assert.equal(succeeded, false, JSON.stringify(change));
      assert.match(output, /^The record of this release is of another one: /m);
    }
    machine.write(`state/objects/${releaseBucketName}/${key}`, JSON.stringify(good));
    assert.equal(verify().succeeded, true);
  });

  it("goes back: the record of an earlier release still vouches", () => {
    record("1");
    const newer = registry.image("newer");
    registry.tag(other, newer);
    record("2", newer, other);
    assert.equal(
      verify({ CODEBUILD_RESOLVED_SOURCE_VERSION: other, IMAGE_DIGEST: newer }).exported.TESTED_BY,
      "execution 2 of shop-staging-pipeline",
    );
    assert.deepEqual(verify().exported, { IMAGE_DIGEST: digest, TESTED_BY: "execution 1 of shop-staging-pipeline" });
  });

  it("vouches once for a release that was tested twice, by the last execution", () => {
    record("1");
    record("2");
    assert.equal(verify().exported.TESTED_BY, "execution 2 of shop-staging-pipeline");
  });

  it("asks for a bucket of the sender's account alone", () => {
    record();
    verify();
    const read = machine.calls().find((call) => call.includes("get-object"));
    assert.match(read ?? "", /--expected-bucket-owner 222233334444 /);
  });

  it("knows no break-glass start without the setting, whatever reason a start gives", () => {
    const { succeeded, output } = verify({ BREAK_GLASS_REASON: reason });
    assert.equal(succeeded, false);
    assert.match(output, unknown);
    assert.doesNotMatch(output, /BREAK_GLASS_REASON/);
  });

  describe("with break-glass starts", () => {
    it("lets a start with a reason go on to its approval", () => {
      const { succeeded, output, exported } = verify({ BREAK_GLASS_REASON: reason }, true);
      assert.equal(succeeded, true, output);
      assert.deepEqual(exported, {
        IMAGE_DIGEST: digest,
        TESTED_BY: "nobody",
        BREAK_GLASS: "yes",
        BREAK_GLASS_REASON: reason,
      });
    });

    it("says that a vouched release needs none, even with a reason", () => {
      record();
      const { exported } = verify({ BREAK_GLASS_REASON: reason }, true);
      assert.deepEqual(exported, {
        IMAGE_DIGEST: digest,
        TESTED_BY: "execution 0a1b-2c of shop-staging-pipeline",
        BREAK_GLASS: "no",
        BREAK_GLASS_REASON: "no",
      });
    });

    it("refuses a start without a reason", () => {
      for (const BREAK_GLASS_REASON of ["no", "", "because", 'say "please" now']) {
        const { succeeded, output } = verify({ BREAK_GLASS_REASON }, true);
        assert.equal(succeeded, false);
        assert.match(output, unknown);
        assert.match(output, /A break-glass start gives a reason in BREAK_GLASS_REASON: 10 to 200 letters/);
      }
    });

    it("refuses an image that no tag of the sender ties to the commit", () => {
      const env = { BREAK_GLASS_REASON: reason, CODEBUILD_RESOLVED_SOURCE_VERSION: other };
      const { succeeded, output } = verify(env, true);
      assert.equal(succeeded, false);
      assert.match(output, /^No tag in the registry of shop-staging names this image by this commit$/m);
      registry.tag(`${other}-${digest.slice(7, 19)}`, digest);
      assert.equal(verify(env, true).succeeded, true);
    });
  });
});
