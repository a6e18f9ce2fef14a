import assert from "node:assert/strict";
import { customAction, customActionType } from "../../../../components/actions/custom/action";
import { renderStages } from "../../../../components/pipelines/render/pipeline";
import { validatePipeline } from "../../../../components/pipelines/validation/validate-pipeline";
import { pipelineOf, planOf } from "../../../support/pipelines";
import { configured, describeProvider, factsOf } from "../../../support/provider-cases";
import { scope } from "../../../support/scopes";

const action = customAction({ name: "Unit", provider: "Jenkins", category: "Test" });
const full = customAction({
  ...action,
  version: "2024-1",
  inputArtifacts: ["source"],
  outputArtifacts: ["report"],
  configuration: { ProjectName: "shop-unit", Commit: "#{Repository.CommitId}" },
});
const role = "arn:aws:iam::111122223333:role/jenkins";

describeProvider(customActionType, {
  title: "an action of the account's own",
  minimal: { action, configuration: {}, statements: [] },
  full: {
    action: full,
    configuration: { ProjectName: "shop-unit", Commit: "#{Repository.CommitId}" },
    statements: [],
  },
  required: [],
  refused: [
    ["no provider", { ...action, provider: undefined }, "provider", "is missing: give text"],
    [
      "a provider of 36 characters",
      { ...action, provider: "J".repeat(36) },
      "provider",
      `is "${"J".repeat(36)}": give 1 to 35 letters, digits or the characters - _`,
    ],
    [
      "a version of 10 characters",
      { ...action, version: "1".repeat(10) },
      "version",
      'is "1111111111": give 1 to 9 letters, digits or the characters - _',
    ],
    [
      "a category that cannot be registered",
      { ...action, category: "Compute" },
      "category",
      'is "Compute": allowed are Source, Build, Test, Deploy, Approval, Invoke',
    ],
    [
      "no category",
      { ...action, category: undefined },
      "category",
      "is missing: allowed are Source, Build, Test, Deploy, Approval, Invoke",
    ],
    ["a value that is no text", configured(action, { ProjectName: 7 }), "configuration.ProjectName", "is 7: give text"],
    [
      "an empty value",
      configured(action, { ProjectName: "" }),
      "configuration.ProjectName",
      'is "": give at least 1 character',
    ],
    [
      "a value of 1001 characters",
      configured(action, { ProjectName: "x".repeat(1001) }),
      "configuration.ProjectName",
      "is 1001 characters long when rendered; AWS takes 1000: shorten it",
    ],
    [
      "a role, since its worker brings one along",
      { ...action, roleArn: role },
      "roleArn",
      `is ${role}: a worker acts with an identity of its own; remove it`,
    ],
  ],
  accepted: [["a provider of 35 characters", { ...action, provider: "J".repeat(35) }]],
  allowed: [],
  denied: [{ action: "codepipeline:GetPipeline", resource: "arn:aws:codepipeline:eu-central-1:111122223333:shop" }],
});

describe("an action of the account's own", () => {
  it("is of any category that can be registered, takes and makes up to five artifacts, and stays in its region", () => {
    assert.deepEqual(factsOf(customActionType), {
      provider: "any that the account registered",
      owner: "Custom",
      version: "1",
      categories: ["Source", "Build", "Test", "Deploy", "Approval", "Invoke"],
      inputArtifacts: { min: 0, max: 5 },
      outputArtifacts: { min: 0, max: 5 },
      outputVariables: "decided at run time",
      pipelineTypes: ["V1", "V2"],
      crossRegion: false,
    });
  });

  it("is rendered with the version that is registered, and without a role", () => {
    assert.deepEqual(renderStages(planOf(pipelineOf([full])))[1]?.actions, [
      {
        name: "Unit",
        category: "Test",
        owner: "Custom",
        provider: "Jenkins",
        version: "2024-1",
        runOrder: 1,
        configuration: { ProjectName: "shop-unit", Commit: "#{Repository.CommitId}" },
        inputArtifacts: ["source"],
        outputArtifacts: ["report"],
      },
    ]);
  });

  it("is refused in another region, and with more artifacts than there can be", () => {
    const there = { ...action, region: "us-east-1", outputArtifacts: ["a", "b", "c", "d", "e", "f"] };
    assert.deepEqual(validatePipeline(pipelineOf([there]), scope), [
      {
        path: "stages[1].actions[0].outputArtifacts",
        reason: "6 artifacts are refused; Jenkins makes 0 to 5",
      },
      {
        path: "stages[1].actions[0].region",
        reason: 'is "us-east-1", and Jenkins runs in the region of its pipeline, eu-central-1, alone: remove it',
      },
    ]);
  });
});
