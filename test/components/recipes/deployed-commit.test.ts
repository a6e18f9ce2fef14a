import assert from "node:assert/strict";
import { checkOutDeployed, deployedCommitShape } from "../../../components/recipes/deployed-commit";

describe("the deployed commit", () => {
  it("is of the last run whose stage succeeded", () => {
    const command = checkOutDeployed({ pipelineName: "shop", stageName: "Release" });
    assert.match(
      command,
      /list-pipeline-executions --pipeline-name shop --max-items 1 --filter 'succeededInStage={stageName=Release}'/,
    );
    assert.match(checkOutDeployed({ pipelineName: "shop" }), /stageName=Deploy}/);
  });

  it("belongs to a pipeline and a stage with names of AWS", () => {
    assert.equal(deployedCommitShape.pipelineName.safeParse("shop.prod@1_a-b").success, true);
    assert.equal(deployedCommitShape.pipelineName.safeParse("a b").success, false);
    assert.equal(deployedCommitShape.stageName.safeParse("x".repeat(101)).success, false);
  });
});
