import assert from "node:assert/strict";
import { validateBuildspec } from "../../../components/codebuild/validate-buildspec";
import { samPackage } from "../../../components/recipes/sam-package";
import { type BuildMachine, makeBuildMachine } from "../../support/build-machine";
import { runBuildspec } from "../../support/run-buildspec";

describe("samPackage", () => {
  it("runs the commands, builds, and uploads the code under the key of the bucket", () => {
    const buildspec = samPackage({ runtime: { python: "3.13" }, commands: ["pytest"] });
    assert.deepEqual(validateBuildspec(buildspec), []);
    assert.deepEqual(buildspec.phases.install?.["runtime-versions"], { python: "3.13" });
    assert.deepEqual(buildspec.phases.build?.commands, [
      "pytest",
      "sam build --template-file template.yaml",
      'sam package --s3-bucket "$ARTIFACT_BUCKET" --s3-prefix packages --kms-key-id "$CODEBUILD_KMS_KEY_ID" --output-template-file packaged.yaml',
    ]);
    assert.equal(buildspec.phases.build?.["on-failure"], "ABORT");
    assert.deepEqual(buildspec.artifacts, { files: ["packaged.yaml"] });
  });

  it("takes another template, and reports", () => {
    const reports = { unit: { files: ["junit.xml"] } };
    const buildspec = samPackage({ runtime: { nodejs: 22 }, template: "api/template.yml", reports });
    assert.deepEqual(buildspec.phases.build?.commands?.[0], "sam build --template-file api/template.yml");
    assert.deepEqual(buildspec.reports, reports);
  });

  it("refuses a template outside the repository", () => {
    assert.throws(
      () => samPackage({ runtime: {}, template: "../template.yaml" }),
      /template: is "\.\.\/template\.yaml"/,
    );
  });

  describe("run", () => {
    let machine: BuildMachine;
    beforeEach(() => {
      machine = makeBuildMachine();
      machine.write("source/template.yaml", "Resources: {}\n");
    });
    afterEach(() => machine.remove());

    const run = (args: Partial<Parameters<typeof samPackage>[0]> = {}) =>
      runBuildspec(machine, samPackage({ runtime: { python: "3.13" }, ...args }), {
        ARTIFACT_BUCKET: "orders-artifacts",
        CODEBUILD_KMS_KEY_ID: "arn:aws:kms:eu-central-1:111122223333:key/1234",
      });

    it("tests, builds and uploads the code under the key of the bucket, and leaves the template as the artifact", () => {
      const { succeeded, output } = run({ commands: ["touch tested"] });
      assert.equal(succeeded, true, output);
      assert.deepEqual(
        ["source/tested", "source/packaged.yaml", "state/objects/orders-artifacts/packages/3f1c"].map(machine.read),
        [
          "",
          "CodeUri: s3://orders-artifacts/packages/3f1c\nResources: {}\n",
          "arn:aws:kms:eu-central-1:111122223333:key/1234",
        ],
      );
    });

    it("uploads nothing after a test or a build that fails", () => {
      const runs = [run({ commands: ["cat nothing"] }), run({ template: "api.yaml" })];
      assert.deepEqual(
        runs.map(({ succeeded, steps }) => [succeeded, steps.at(-1)]),
        [
          [false, "build (failed)"],
          [false, "build (failed)"],
        ],
      );
      assert.equal(machine.read("state/objects/orders-artifacts/packages/3f1c"), undefined);
    });
  });
});
