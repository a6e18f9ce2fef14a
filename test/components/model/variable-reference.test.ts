import assert from "node:assert/strict";
import { codeBuildAction } from "../../../components/actions/code-build";
import { codeStarSourceConnectionAction } from "../../../components/actions/codestar-source-connection";
import {
  executionId,
  namespaceOf,
  pipelineVariable,
  referencesIn,
  variable,
  withoutReferences,
} from "../../../components/model/variable-reference";
import { buildAction, sourceAction } from "../../support/pipelines";

describe("a reference to a variable", () => {
  it("of an action is under the action's own namespace, or else under its name", () => {
    assert.equal(variable(codeStarSourceConnectionAction(sourceAction()), "CommitId"), "#{Repository.CommitId}");
    const named = codeBuildAction(buildAction({ namespace: "Built" }));
    assert.equal(variable(named, "IMAGE_TAG"), "#{Built.IMAGE_TAG}");
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

describe("referencesIn", () => {
  it("finds every reference, however deep, with its path", () => {
    const value = {
      Text: "from #{Source.CommitId} to #{variables.Target}",
      List: ["none", { value: "#{A.b.c}" }],
      Number: 1,
      Nothing: null,
    };
    assert.deepEqual(referencesIn(value, "configuration"), [
      { path: "configuration.Text", namespace: "Source", name: "CommitId" },
      { path: "configuration.Text", namespace: "variables", name: "Target" },
      { path: "configuration.List[1].value", namespace: "A", name: "b.c" },
    ]);
  });

  it("starts at the root where no path is given", () => {
    assert.deepEqual(referencesIn({ a: "#{S.v}" }), [{ path: "a", namespace: "S", name: "v" }]);
    assert.deepEqual(referencesIn(["#{S.v}"]), [{ path: "[0]", namespace: "S", name: "v" }]);
  });

  it("takes nothing else for a reference", () => {
    for (const text of ["#{CommitId}", "#{.a}", "#{a.}", "#a.b", "#{a b.c}", "#{a.b c}"]) {
      assert.deepEqual(referencesIn(text), [], text);
    }
  });
});

describe("withoutReferences", () => {
  it("puts an asterisk for each reference and leaves the rest", () => {
    assert.equal(withoutReferences("shop-#{variables.Stage}/#{S.CommitId}.zip"), "shop-*/*.zip");
    assert.equal(withoutReferences("shop"), "shop");
  });
});
