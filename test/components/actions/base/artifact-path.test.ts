import assert from "node:assert/strict";
import type { BaseAction } from "../../../../components/actions/base/action-shape";
import { artifactPath, artifactPathProblems, inArtifact } from "../../../../components/actions/base/artifact-path";
import { schemaProblems } from "../../../../components/schema/vocabulary";

function takes(...inputArtifacts: string[]): BaseAction {
  return {
    name: "Deploy",
    provider: "CloudFormation",
    category: "Deploy",
    runOrder: 1,
    inputArtifacts,
    outputArtifacts: [],
    configuration: {},
  };
}

describe("a file in an artifact", () => {
  it("is the artifact, two colons and the path", () => {
    assert.equal(inArtifact("source", "infra/template.yml"), "source::infra/template.yml");
    assert.deepEqual(schemaProblems(artifactPath, inArtifact("source", "infra/my template.yml")), []);
  });

  for (const text of [
    "template.yml",
    "source:template.yml",
    "source::",
    "source:: template.yml",
    "source::a::b",
    "::template.yml",
    "my source::template.yml",
    `${"a".repeat(101)}::t`,
  ]) {
    it(`is not ${text.slice(-25)}`, () => {
      const value = text.length > 78 ? `"${"a".repeat(76)}...` : JSON.stringify(text);
      assert.deepEqual(schemaProblems(artifactPath, text), [
        {
          path: "",
          reason: `is ${value}: give the name of an input artifact and the path of a file in it, such as source::template.yml`,
        },
      ]);
    });
  }

  it("must be in an input artifact of the action", () => {
    assert.deepEqual(artifactPathProblems(takes("source", "build"), "TemplatePath", "build::t.yml"), []);
    assert.deepEqual(artifactPathProblems(takes("source", "build"), "TemplatePath", "sources::t.yml"), [
      {
        path: "configuration.TemplatePath",
        reason: 'is "sources::t.yml", in no input artifact of the action: name one of source, build',
      },
    ]);
    assert.deepEqual(artifactPathProblems(takes(), "TemplatePath", "source::t.yml"), [
      {
        path: "configuration.TemplatePath",
        reason: 'is "source::t.yml", in no input artifact of the action: add it to inputArtifacts',
      },
    ]);
  });

  it("may be absent", () => {
    assert.deepEqual(artifactPathProblems(takes(), "TemplatePath", undefined), []);
  });
});
