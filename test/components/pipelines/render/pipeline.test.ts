import assert from "node:assert/strict";
import { actionRoles } from "../../../../components/pipelines/plan/action-roles";
import { renderStages } from "../../../../components/pipelines/render/pipeline";
import {
  approvalAction,
  buckets,
  buildAction,
  connectionArn,
  context,
  pipelineOf,
  readPipeline,
} from "../../../support/pipelines";

const model = readPipeline(
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
    assert.deepEqual(renderStages(model, actionRoles(model, context, buckets)), [
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
    const roles = actionRoles(model, context, buckets).map((role) => ({ ...role, stageName: "Elsewhere" }));
    const rendered = renderStages(model, roles).flatMap(({ actions }) => actions);
    assert.ok(rendered.every((action) => !("roleArn" in action)));
  });
});
