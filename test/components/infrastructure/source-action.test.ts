import assert from "node:assert/strict";
import { repositoryAction } from "../../../components/infrastructure/source-action";

const connectionArn = "arn:aws:codeconnections:eu-central-1:111122223333:connection/0f1e";
const source = { connectionArn, repository: "acme/shop" };

describe("the action that reads the repository of settings", () => {
  it("reads main and leaves the detection of changes to CodePipeline, unless it is told otherwise", () => {
    assert.deepEqual(repositoryAction(source), {
      name: "Repository",
      provider: "CodeStarSourceConnection",
      outputArtifacts: ["source"],
      configuration: { ConnectionArn: connectionArn, FullRepositoryId: "acme/shop", BranchName: "main" },
    });
    for (const detects of [true, false]) {
      assert.deepEqual(repositoryAction({ ...source, branch: "release" }, detects).configuration, {
        ConnectionArn: connectionArn,
        FullRepositoryId: "acme/shop",
        BranchName: "release",
        DetectChanges: detects,
      });
    }
  });
});
