import assert from "node:assert/strict";
import { validateBuildspec } from "../../../components/codebuild/validate-buildspec";
import { samPackage } from "../../../components/recipes/sam-package";

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
});
