import assert from "node:assert/strict";
import {
  existingStoreProblems,
  nameArtifactBuckets,
  otherRegions,
} from "../../../../components/pipelines/plan/artifact-buckets";
import { buildAction, checkRule, context, pipelineOf, pipelineUnder, readPipeline } from "../../../support/pipelines";
import { scope } from "../../../support/scopes";

const inRegion = (name: string, region: string) => buildAction({ name, region });
const spread = readPipeline(
  pipelineOf(
    [inRegion("A", "us-east-1"), inRegion("B", "eu-central-1")],
    [inRegion("C", "eu-west-1"), inRegion("D", "us-east-1")],
  ),
);

function bucketOf(pipelineName: string): string | undefined {
  return nameArtifactBuckets(spread, { scope, pipelineName }, "store")["us-east-1"];
}

describe("the regions of a pipeline", () => {
  it("are those that actions name, each once, without its own", () => {
    assert.deepEqual(otherRegions(spread, scope), ["us-east-1", "eu-west-1"]);
    assert.deepEqual(otherRegions(readPipeline(pipelineOf([buildAction()])), scope), []);
  });

  it("are those of rules too", () => {
    const rules = [checkRule({ region: "us-east-1" })];
    assert.deepEqual(otherRegions(readPipeline(pipelineUnder({ onSuccess: { result: "FAIL", rules } })), scope), [
      "us-east-1",
    ]);
  });
});

describe("nameArtifactBuckets", () => {
  it("has the pipeline's own bucket first, and one in each further region", () => {
    assert.deepEqual(Object.entries(nameArtifactBuckets(spread, context, "store")), [
      ["eu-central-1", "store"],
      ["us-east-1", "shop-eu-central-1-111122223333-us-east-1"],
      ["eu-west-1", "shop-eu-central-1-111122223333-eu-west-1"],
    ]);
  });

  it("takes those that are there already", () => {
    assert.deepEqual(nameArtifactBuckets(spread, context, "store", { "eu-west-1": "existing" }), {
      "eu-central-1": "store",
      "us-east-1": "shop-eu-central-1-111122223333-us-east-1",
      "eu-west-1": "existing",
    });
  });

  it("names buckets as S3 takes it, and those of different pipelines differently", () => {
    assert.equal(bucketOf("Shop"), "shop-d00aae6b-eu-central-1-111122223333-us-east-1");
    assert.equal(bucketOf("@.@"), "4906893f-eu-central-1-111122223333-us-east-1");
    const names = ["shop", "Shop", "shop.", "@shop", "shop_a", "shop-a", "x".repeat(100), `${"x".repeat(99)}y`].map(
      bucketOf,
    );
    assert.equal(new Set(names).size, names.length);
    assert.deepEqual(
      names.filter((name) => !/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(name ?? "")),
      [],
    );
  });

  it("names buckets of pipelines of one name in several regions differently", () => {
    const other = nameArtifactBuckets(
      spread,
      { scope: { ...scope, region: "eu-west-2" }, pipelineName: "shop" },
      "store",
    );
    assert.equal(other["us-east-1"], "shop-eu-west-2-111122223333-us-east-1");
  });
});

describe("existingStoreProblems", () => {
  it("accept stores for regions that something runs in", () => {
    assert.deepEqual(existingStoreProblems(spread, scope, ["us-east-1", "eu-west-1"]), []);
    assert.deepEqual(existingStoreProblems(spread, scope, []), []);
  });

  it("refuse a store for any other region", () => {
    const alone = readPipeline(pipelineOf([buildAction()]));
    assert.deepEqual(existingStoreProblems(spread, scope, ["us-west-2"]), [
      {
        path: "regionalStores.us-west-2",
        reason: "is a region that nothing runs in: give one of us-east-1, eu-west-1",
      },
    ]);
    assert.deepEqual(existingStoreProblems(alone, scope, ["us-west-2", "eu-central-1"]), [
      { path: "regionalStores.us-west-2", reason: "is a region that nothing runs in: remove it" },
      {
        path: "regionalStores.eu-central-1",
        reason: "is the region of the pipeline, whose store artifactBucketName and encryptionKeyArn are: remove it",
      },
    ]);
  });
});
