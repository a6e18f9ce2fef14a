import assert from "node:assert/strict";
import { validateBuildspec } from "../../../components/codebuild/validate-buildspec";
import { recordBreakGlass, recordRelease } from "../../../components/recipes/record-release";
import { type BuildMachine, makeBuildMachine } from "../../support/build-machine";
import { registryOn } from "../../support/registry";
import { releaseBucketName, releaseSender } from "../../support/release-sender";
import { runBuildspec } from "../../support/run-buildspec";

const args = { ...releaseSender, deployStage: "Deploy", startsByPush: true };
const commit = "4f1d9b1c0e5a4b8f9d2c7a6b5e4f3d2c1b0a9f8e";

describe("The record of a release", () => {
  let machine: BuildMachine;
  let digest: string;
  beforeEach(() => {
    machine = makeBuildMachine();
    digest = registryOn(machine, args.repository).image("layer");
  });
  afterEach(() => machine.remove());

  const run = (env: Record<string, string> = {}, spec = recordRelease(args)) =>
    runBuildspec(machine, spec, {
      CODEBUILD_RESOLVED_SOURCE_VERSION: commit,
      IMAGE_DIGEST: digest,
      EXECUTION_ID: "0a1b-2c",
      ...env,
    });
  const object = (key: string) => JSON.parse(machine.read(`state/objects/${releaseBucketName}/${key}`) ?? "null");

  it("names environment, pipeline, execution, commit, image, tests and time, under commit and digest", () => {
    const { succeeded, output, exported } = run();
    assert.equal(succeeded, true, output);
    const { recordedAt, ...record } = object(`releases/${commit}/${digest.slice(7)}.json`);
    assert.deepEqual(record, {
      version: 1,
      environment: "shop-staging",
      pipeline: "shop-staging-pipeline",
      tests: "passed",
      execution: "0a1b-2c",
      commit,
      image: digest,
    });
    assert.match(recordedAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    assert.deepEqual(exported, { IMAGE_DIGEST: digest });
    assert.match(output, new RegExp(`^shop-staging vouches for commit ${commit} with the image ${digest}$`, "m"));
  });

  for (const trigger of ["StartPipelineExecution", "PutActionRevision", "None", ""]) {
    it(`is not written for an execution that no push started: "${trigger}"`, () => {
      machine.write("state/trigger", `${trigger}\n`);
      const { succeeded, output } = run();
      assert.equal(succeeded, false);
      assert.match(
        output,
        /^No push started this execution \(.*\), so its commit may be of any branch\. Nothing was recorded$/m,
      );
      assert.ok(!machine.calls().some((call) => call.includes("put-object")));
    });
  }

  it("is written whoever starts a pipeline that promotions start", () => {
    machine.write("state/trigger", "StartPipelineExecution\n");
    assert.equal(run({}, recordRelease({ ...args, startsByPush: false })).succeeded, true);
    assert.ok(!machine.calls().some((call) => call.includes("get-pipeline-execution")));
  });

  it("is not written once a newer execution has begun to deploy", () => {
    machine.write("state/deploying", "0a1b-3d\n");
    const { succeeded, output } = run();
    assert.equal(succeeded, false);
    assert.match(
      output,
      /^A newer execution has begun to deploy, and the tests may have run against it\. Nothing was recorded$/m,
    );
    assert.ok(!machine.calls().some((call) => call.includes("put-object")));
  });

  it("is written for an image of the own registry alone", () => {
    const { succeeded, output } = run({ IMAGE_DIGEST: `sha256:${"0".repeat(64)}` });
    assert.equal(succeeded, false);
    assert.match(output, /^shop-staging has no image of this digest\. Nothing was recorded$/m);
    assert.ok(!machine.calls().some((call) => call.includes("put-object")));
  });

  it("is written for a commit, a digest and an execution alone", () => {
    const cases: readonly (readonly [Record<string, string>, RegExp])[] = [
      [{ CODEBUILD_RESOLVED_SOURCE_VERSION: "main" }, /^The source of this build is no commit/m],
      [{ IMAGE_DIGEST: "latest" }, /^IMAGE_DIGEST names no image/m],
      [{ EXECUTION_ID: '","tests":"' }, /^EXECUTION_ID is missing/m],
    ];
    for (const [env, message] of cases) {
      const { succeeded, output } = run(env);
      assert.equal(succeeded, false);
      assert.match(output, message);
    }
    assert.deepEqual(machine.calls(), []);
  });

  it("runs no file of the commit", () => {
    machine.write("source/record.json", "of the commit");
    run();
    assert.equal(machine.read("source/record.json"), "of the commit");
    const spec = recordRelease(args);
    assert.deepEqual(validateBuildspec(spec), []);
    assert.match(JSON.stringify(spec.phases.build?.commands), /cd \\"\$TOOLS_DIR\\""/);
  });

  describe("of a break-glass start", () => {
    const breakGlass = (env: Record<string, string> = {}) =>
      run({ BREAK_GLASS_REASON: "Incident 4711: rollback", ...env }, recordBreakGlass(args));

    it("says that nothing was tested, and why", () => {
      const { succeeded, output } = breakGlass();
      assert.equal(succeeded, true, output);
      const { recordedAt: _, ...record } = object("break-glass/0a1b-2c.json");
      assert.deepEqual(record, {
        version: 1,
        environment: "shop-staging",
        pipeline: "shop-staging-pipeline",
        tests: "none",
        reason: "Incident 4711: rollback",
        execution: "0a1b-2c",
        commit,
        image: digest,
      });
    });

    it("needs a reason that is one", () => {
      for (const BREAK_GLASS_REASON of [
        "",
        "no",
        "short",
        'a "quoted" reason',
        "two\nlines of reason",
        "$(id) of them",
      ]) {
        const { succeeded, output } = breakGlass({ BREAK_GLASS_REASON });
        assert.equal(succeeded, false, BREAK_GLASS_REASON);
        assert.match(output, /^BREAK_GLASS_REASON gives no reason: give 10 to 200 letters/m);
      }
      assert.deepEqual(machine.calls(), []);
    });
  });
});
