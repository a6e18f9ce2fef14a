import assert from "node:assert/strict";
import { codeBuildAction } from "../../../../components/actions/codebuild/action";
import { codeStarSourceConnectionAction } from "../../../../components/actions/codestar-source-connection";
import {
  executionId,
  namespaceOf,
  outputVariable,
  pipelineVariable,
} from "../../../../components/pipelines/definition/variable-reference";
import { buildAction, sourceAction } from "../../../support/pipelines";

describe("a reference to a variable", () => {
  it("of an action is under the action's own namespace, or else under its name", () => {
    assert.equal(outputVariable(codeStarSourceConnectionAction(sourceAction()), "CommitId"), "#{Repository.CommitId}");
    const named = codeBuildAction(buildAction({ namespace: "Built" }));
    assert.equal(outputVariable(named, "IMAGE_TAG"), "#{Built.IMAGE_TAG}");
  });

  it("of the pipeline, and of the execution, is under the names that AWS reserves", () => {
    assert.equal(pipelineVariable("Release"), "#{variables.Release}");
    assert.equal(executionId, "#{codepipeline.PipelineExecutionId}");
  });
});

describe("namespaceOf", () => {
  for (const [name, namespace] of [
    ["Build", "Build"],
    ["Build.Image.1", "Build_Image_1"],
    ["team@Build-1_a", "team@Build-1_a"],
    ["variables", "variables_"],
    ["codepipeline", "codepipeline_"],
  ] as const) {
    it(`makes ${namespace} of the action ${name}`, () => {
      assert.equal(namespaceOf({ name }), namespace);
    });
  }

  it("takes what is given instead", () => {
    assert.equal(namespaceOf({ name: "Build", namespace: "Other" }), "Other");
  });
});
