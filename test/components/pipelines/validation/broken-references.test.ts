import assert from "node:assert/strict";
import { readDefinition } from "../../../../components/pipelines/aws-form/read-definition";
import { validatePipeline } from "../../../../components/pipelines/validation/validate-pipeline";
import { approvalAction, buildAction, checkRule, pipelineOf, pipelineUnder } from "../../../support/pipelines";

const form = "which is no reference: give #{<namespace>.<variable>}";
const configurationPath = "stages[1].actions[0].configuration";

function saying(text: string) {
  return pipelineOf([approvalAction({}, { CustomData: text })]);
}

function running(command: string) {
  return pipelineOf([{ name: "Run", provider: "Commands", inputArtifacts: ["source"], commands: ["ls", command] }]);
}

describe("a configuration", () => {
  for (const [what, written] of [
    ["without a namespace", "#{CommitId}"],
    ["with spaces", "#{ Repository.CommitId }"],
    ["that is not closed", "#{Repository.CommitId"],
    ["with a space in its name", "#{Repository.Commit Id}"],
    ["of nothing", "#{}"],
  ] as const) {
    it(`is refused with a reference ${what}`, () => {
      assert.deepEqual(validatePipeline(saying(written)), [
        { path: `${configurationPath}.CustomData`, reason: `holds ${JSON.stringify(written)}, ${form}` },
      ]);
    });
  }

  it("is refused with one however deep it stands, beside others that are right", () => {
    const variables = [{ name: "COMMIT", value: "#{Repository.CommitId} #{CommitId}" }];
    assert.deepEqual(validatePipeline(pipelineOf([buildAction({}, { EnvironmentVariables: variables })])), [
      { path: `${configurationPath}.EnvironmentVariables[0].value`, reason: `holds "#{CommitId}", ${form}` },
    ]);
  });

  it("is refused with one in the text of a buildspec, where AWS looks for references too", () => {
    const buildspec = "phases:\n  build:\n    commands:\n      - ruby -e 'puts \"#{name}\"'\n";
    assert.deepEqual(validatePipeline(pipelineOf([buildAction({}, { BuildspecOverride: buildspec })])), [
      { path: `${configurationPath}.BuildspecOverride`, reason: `holds "#{name}", ${form}` },
    ]);
  });

  it("is refused with one in a rule", () => {
    const rules = [checkRule({}, { Value: "#{Release" })];
    assert.deepEqual(validatePipeline(pipelineUnder({ beforeEntry: { result: "FAIL", rules } })), [
      { path: "stages[1].beforeEntry.rules[0].configuration.Value", reason: `holds "#{Release", ${form}` },
    ]);
  });

  it("is refused with one in AWS's own form of a pipeline", () => {
    const id = (category: string, provider: string) => ({ category, owner: "AWS", provider, version: "1" });
    const repository = {
      name: "Repository",
      actionTypeId: id("Source", "CodeCommit"),
      outputArtifacts: [{ name: "source" }],
      configuration: { RepositoryName: "shop", BranchName: "main", PollForSourceChanges: "false" },
    };
    const release = {
      name: "Release",
      actionTypeId: id("Approval", "Manual"),
      configuration: { CustomData: "#{ Repository.CommitId }" },
    };
    const stages = [
      { name: "Source", actions: [repository] },
      { name: "Stage1", actions: [release] },
    ];
    assert.deepEqual(readDefinition(JSON.stringify({ pipeline: { name: "shop", stages } })).problems, [
      { path: `${configurationPath}.CustomData`, reason: `holds "#{ Repository.CommitId }", ${form}` },
    ]);
  });
});

describe("a command", () => {
  for (const written of [
    "#{ Repository.CommitId }",
    "#{Repository.CommitId",
    "#{Repository .CommitId}",
    "#{ codepipeline.PipelineExecutionId }",
    "#{variables.Release",
  ]) {
    it(`is refused with ${written}, which names what has variables here`, () => {
      assert.deepEqual(validatePipeline(running(`echo ${written}`)), [
        { path: "stages[1].actions[0].commands[1]", reason: `holds ${JSON.stringify(written)}, ${form}` },
      ]);
    });
  }

  it("is refused with one in a rule", () => {
    const rules = [{ name: "Ask", provider: "Commands", commands: ["echo #{ Repository.CommitId }"] }];
    assert.deepEqual(validatePipeline(pipelineUnder({ beforeEntry: { result: "FAIL", rules } })), [
      {
        path: "stages[1].beforeEntry.rules[0].commands[0]",
        reason: `holds "#{ Repository.CommitId }", ${form}`,
      },
    ]);
  });

  for (const command of [
    `ruby -e 'puts "#{name}"'`,
    `ruby -e 'puts "#{ user.name }"'`,
    `echo "\${#files[@]} files"`,
    "true #{",
  ]) {
    it(`may be ${command}, in which nothing names what has variables here`, () => {
      assert.deepEqual(validatePipeline(running(command)), []);
    });
  }
});
