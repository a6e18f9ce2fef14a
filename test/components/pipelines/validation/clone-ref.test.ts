import assert from "node:assert/strict";
import { validatePipeline } from "../../../../components/pipelines/validation/validate-pipeline";
import { buildAction, pipelineOf, sourceAction } from "../../../support/pipelines";

const site = {
  name: "Site",
  provider: "S3",
  category: "Deploy",
  inputArtifacts: ["source"],
  configuration: { BucketName: "acme-site", Extract: true },
};

function withFormat(format: string, ...stages: readonly (readonly unknown[])[]) {
  const definition = pipelineOf(...stages);
  const [, ...later] = definition.stages;
  const source = sourceAction({}, { OutputArtifactFormat: format });
  return { stages: [{ name: "Source", actions: [source] }, ...later] };
}

const references = (path: string, provider: string) => ({
  path,
  reason: `"source" is a reference to clone from, and ${provider} needs files: let stages[0].actions[0] make CODE_ZIP, or take what a build makes of it`,
});

describe("a reference to clone from", () => {
  it("is for builds, and files are for everybody", () => {
    assert.deepEqual(validatePipeline(withFormat("CODEBUILD_CLONE_REF", [buildAction()])), []);
    assert.deepEqual(validatePipeline(withFormat("CODE_ZIP", [buildAction()], [site])), []);
  });

  it("is refused as the input of an action that needs files", () => {
    assert.deepEqual(validatePipeline(withFormat("CODEBUILD_CLONE_REF", [buildAction()], [site])), [
      references("stages[2].actions[0].inputArtifacts[0]", "S3"),
    ]);
  });

  it("is refused as the input of a rule that needs files", () => {
    const definition = withFormat("CODEBUILD_CLONE_REF", [buildAction()]);
    const rule = { name: "Check", provider: "Commands", commands: ["make check"], inputArtifacts: ["source"] };
    Object.assign(definition.stages[1] ?? {}, { onSuccess: { result: "FAIL", rules: [rule] } });
    assert.deepEqual(validatePipeline(definition), [
      references("stages[1].onSuccess.rules[0].inputArtifacts[0]", "Commands"),
    ]);
  });
});
