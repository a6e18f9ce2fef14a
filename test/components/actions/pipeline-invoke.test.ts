import assert from "node:assert/strict";
import { pipelineInvoke, pipelineInvokeAction } from "../../../components/actions/pipeline-invoke";
import { configured, describeProvider, factsOf } from "../../support/provider-cases";

const action = pipelineInvokeAction({ name: "Start", configuration: { PipelineName: "shop-deploy" } });
const revision = { actionName: "Source", revisionType: "COMMIT_ID" as const, revisionValue: "#{Source.CommitId}" };
const full = pipelineInvokeAction({
  ...action,
  configuration: {
    PipelineName: "shop-deploy",
    SourceRevisions: [revision],
    Variables: [{ name: "Release", value: "#{variables.Release}" }],
  },
});
const pipeline = "arn:aws:codepipeline:eu-central-1:111122223333:shop-deploy";
const start = {
  Sid: "StartPipeline",
  Effect: "Allow" as const,
  Action: ["codepipeline:StartPipelineExecution"],
  Resource: [pipeline],
};
const name = "give 1 to 100 letters, digits or the characters . @ - _";

describeProvider(pipelineInvoke, {
  title: "an action that starts another pipeline",
  minimal: { action, configuration: { PipelineName: "shop-deploy" }, statements: [start] },
  full: {
    action: full,
    configuration: {
      PipelineName: "shop-deploy",
      SourceRevisions: '[{"actionName":"Source","revisionType":"COMMIT_ID","revisionValue":"#{Source.CommitId}"}]',
      Variables: '[{"name":"Release","value":"#{variables.Release}"}]',
    },
    statements: [start],
  },
  required: ["PipelineName"],
  refused: [
    [
      "a pipeline that an earlier action chooses",
      configured(action, { PipelineName: "#{Build.NAME}" }),
      "configuration.PipelineName",
      `is "#{Build.NAME}": ${name}`,
    ],
    ["any pipeline", configured(action, { PipelineName: "*" }), "configuration.PipelineName", `is "*": ${name}`],
    [
      "an unknown kind of revision",
      configured(action, { SourceRevisions: [{ ...revision, revisionType: "TAG" }] }),
      "configuration.SourceRevisions[0].revisionType",
      'is "TAG": allowed are COMMIT_ID, IMAGE_DIGEST, S3_OBJECT_VERSION_ID, S3_OBJECT_KEY',
    ],
    [
      "a revision of nothing",
      configured(action, { SourceRevisions: [{ ...revision, revisionValue: "" }] }),
      "configuration.SourceRevisions[0].revisionValue",
      'is "": give at least 1 character',
    ],
    [
      "revisions that are none",
      configured(action, { SourceRevisions: [] }),
      "configuration.SourceRevisions",
      "is []: give at least 1 entry",
    ],
    [
      "a value of two lines",
      configured(action, { Variables: [{ name: "Release", value: "1\n2" }] }),
      "configuration.Variables[0].value",
      'is "1\\n2": write one line',
    ],
    [
      "a variable without a value",
      configured(action, { Variables: [{ name: "Release", value: "" }] }),
      "configuration.Variables[0].value",
      'is "": give at least 1 character',
    ],
    [
      "a variable with a space in its name",
      configured(action, { Variables: [{ name: "a b", value: "1" }] }),
      "configuration.Variables[0].name",
      'is "a b": give 1 to 128 letters, digits or the characters @ - _',
    ],
    [
      "variables that AWS would not read",
      configured(action, { Variables: [{ name: "a", value: "x".repeat(1000) }] }),
      "configuration.Variables",
      "is 1025 characters long when rendered; AWS takes 1000: shorten it",
    ],
  ],
  allowed: [{ action: "codepipeline:StartPipelineExecution", resource: pipeline }],
  denied: [
    { action: "codepipeline:StartPipelineExecution", resource: `${pipeline}-other` },
    { action: "codepipeline:StopPipelineExecution", resource: pipeline },
    { action: "codepipeline:UpdatePipeline", resource: pipeline },
  ],
});

describe("an action that starts another pipeline", () => {
  it("is one of AWS's own, of V2 alone, and moves no artifacts", () => {
    assert.deepEqual(factsOf(pipelineInvoke), {
      provider: "CodePipeline",
      owner: "AWS",
      version: "1",
      categories: ["Invoke"],
      inputArtifacts: { min: 0, max: 0 },
      outputArtifacts: { min: 0, max: 0 },
      outputVariables: [],
      pipelineTypes: ["V2"],
      crossRegion: true,
    });
    assert.deepEqual(pipelineInvoke.artifactUse(pipelineInvoke.schema.parse(full)), { read: false, write: false });
  });
});
