import assert from "node:assert/strict";
import { makeUrn, packageOf, parseUrn } from "../../../../cli/preview/engine/urn";
import { ROOT } from "../support/resource";

describe("a URN", () => {
  it("chains the types of parents, except for the stack's", () => {
    const store = makeUrn("dev", "shop", ROOT, "shop:index:Store", "store");
    assert.equal(store, "urn:pulumi:dev::shop::shop:index:Store::store");
    const bucket = makeUrn("dev", "shop", store, "aws:s3/bucket:Bucket", "a::b");
    assert.equal(bucket, "urn:pulumi:dev::shop::shop:index:Store$aws:s3/bucket:Bucket::a::b");
    assert.deepEqual(parseUrn(bucket), {
      stack: "dev",
      project: "shop",
      qualifiedType: "shop:index:Store$aws:s3/bucket:Bucket",
      type: "aws:s3/bucket:Bucket",
      name: "a::b",
    });
  });

  it("has a type whose package stands before the first colon", () => {
    assert.equal(packageOf("aws:s3/bucket:Bucket"), "aws");
    assert.equal(packageOf("Store"), "");
  });
});
