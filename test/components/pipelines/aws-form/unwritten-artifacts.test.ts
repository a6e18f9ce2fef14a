import assert from "node:assert/strict";
import { readDefinition } from "../../../../components/pipelines/aws-form/read-definition";
import { type Keys, propertiesOf } from "../../../support/aws-definition";

const stackRole = "arn:aws:iam::111122223333:role/shop-stack";
const stack = { StackName: "shop", ChangeSetName: "release" };

function cloudFormation(Name: string, Configuration: Keys, artifacts: Keys = {}) {
  const ActionTypeId = { Category: "Deploy", Owner: "AWS", Provider: "CloudFormation", Version: "1" };
  return { Name, ActionTypeId, Configuration: { ...stack, ...Configuration }, ...artifacts };
}

const changes = (configuration: Keys = {}) =>
  cloudFormation(
    "Prepare",
    { ActionMode: "CHANGE_SET_REPLACE", RoleArn: stackRole, TemplatePath: "source::template.yml", ...configuration },
    { InputArtifacts: [{ Name: "source" }], OutputArtifacts: [{ Name: "changes" }] },
  );

const execute = cloudFormation(
  "Execute",
  { ActionMode: "CHANGE_SET_EXECUTE" },
  { RunOrder: 2, InputArtifacts: [{ Name: "changes" }] },
);

const build = {
  Name: "Test",
  ActionTypeId: { Category: "Build", Owner: "AWS", Provider: "CodeBuild", Version: "1" },
  RunOrder: 2,
  InputArtifacts: [{ Name: "changes" }],
  Configuration: { ProjectName: "shop-test" },
};

const read = (actions: readonly unknown[]) => readDefinition(JSON.stringify(propertiesOf(actions)));

const inputsAndOutputs = (actions: readonly unknown[]) =>
  read(actions).definition?.stages[1]?.actions.map(({ inputArtifacts = [], outputArtifacts = [] }) => [
    inputArtifacts,
    outputArtifacts,
  ]);

const needsFile = {
  path: "stages[1].actions[0].outputArtifacts",
  reason:
    'are ["changes"], and without OutputFileName the action makes none: name the file in OutputFileName, or remove them',
};

describe("an output of CloudFormation without OutputFileName", () => {
  it("is left out, with a word, also from a later action that does not read it", () => {
    assert.deepEqual(read([changes(), execute]).problems, []);
    assert.deepEqual(inputsAndOutputs([changes(), execute]), [
      [["source"], []],
      [[], []],
    ]);
    assert.deepEqual(read([changes(), execute]).ignored, [
      "Next/Prepare: AWS writes no output artifact without OutputFileName. The artifact changes is left out.",
      "Next/Execute: The input artifact changes is left out, because Next/Prepare does not write it.",
    ]);
  });

  it("stays with its file", () => {
    const made = changes({ OutputFileName: "outputs.json" });
    assert.deepEqual(inputsAndOutputs([made, build]), [
      [["source"], ["changes"]],
      [["changes"], []],
    ]);
    assert.deepEqual(read([made, build]).ignored, []);
  });

  it("is refused where a later action has no other input", () => {
    assert.deepEqual(read([changes(), build]).problems, [needsFile]);
    assert.deepEqual(read([changes(), build]).ignored, []);
  });

  it("is refused where the configuration of a later action names it", () => {
    const reader = cloudFormation(
      "Read",
      { ActionMode: "CREATE_UPDATE", RoleArn: stackRole, TemplatePath: "changes::template.yml" },
      { RunOrder: 2, InputArtifacts: [{ Name: "source" }, { Name: "changes" }] },
    );
    assert.ok(read([changes(), reader]).problems.some(({ reason }) => reason === needsFile.reason));
  });

  it("is refused where a rule takes it", () => {
    const rule = {
      Name: "Check",
      RuleTypeId: { Category: "Rule", Owner: "AWS", Provider: "Commands", Version: "1" },
      InputArtifacts: [{ Name: "changes" }],
      Commands: ["cat outputs.json"],
    };
    const stage = { OnSuccess: { Conditions: [{ Result: "FAIL", Rules: [rule] }] } };
    const { problems } = readDefinition(JSON.stringify(propertiesOf([changes()], stage)));
    assert.deepEqual(problems, [needsFile]);
  });
});
