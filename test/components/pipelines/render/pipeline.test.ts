import assert from "node:assert/strict";
import { renderStages } from "../../../../components/pipelines/render/pipeline";
import { approvalAction, buildAction, connectionArn, pipelineOf, planOf } from "../../../support/pipelines";

const plan = planOf(
  pipelineOf(
    [buildAction({ runOrder: 2, category: "Test", outputArtifacts: ["out"] })],
    [approvalAction({ timeoutInMinutes: 60 }), approvalAction({ name: "Another" })],
  ),
);

const approval = {
  category: "Approval",
  owner: "AWS",
  provider: "Manual",
  version: "1",
  runOrder: 1,
  configuration: {},
  inputArtifacts: [],
  outputArtifacts: [],
};

describe("renderStages", () => {
  it("writes every action as AWS takes it, with the role that it has", () => {
    assert.deepEqual(renderStages(plan), [
      {
        name: "Source",
        actions: [
          {
            name: "Repository",
            category: "Source",
            owner: "AWS",
            provider: "CodeStarSourceConnection",
            version: "1",
            runOrder: 1,
            configuration: {
              ConnectionArn: connectionArn,
              FullRepositoryId: "acme/shop",
              BranchName: "main",
              OutputArtifactFormat: "CODE_ZIP",
              DetectChanges: "true",
            },
            inputArtifacts: [],
            outputArtifacts: ["source"],
            roleArn: "arn:aws:iam::111122223333:role/shop+Source+Repository+eu-central-1",
          },
        ],
      },
      {
        name: "Stage1",
        actions: [
          {
            name: "Image",
            category: "Test",
            owner: "AWS",
            provider: "CodeBuild",
            version: "1",
            runOrder: 2,
            configuration: { ProjectName: "shop-image" },
            inputArtifacts: ["source"],
            outputArtifacts: ["out"],
            roleArn: "arn:aws:iam::111122223333:role/shop+Stage1+Image+eu-central-1",
          },
        ],
      },
      {
        name: "Stage2",
        actions: [
          { name: "Release", ...approval, timeoutInMinutes: 60 },
          { name: "Another", ...approval },
        ],
      },
    ]);
  });

  it("takes the role of the same action in another stage for no role", () => {
    const roles = plan.roles.map((role) => ({ ...role, stageName: "Elsewhere" }));
    const rendered = renderStages({ ...plan, roles }).flatMap(({ actions }) => actions);
    assert.ok(rendered.every((action) => !("roleArn" in action)));
  });
});
