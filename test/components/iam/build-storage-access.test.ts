import assert from "node:assert/strict";
import { readSourceObject, useBucketPart } from "../../../components/iam/build-storage-access";
import { scope } from "../../support/scopes";

const part = { bucket: "acme-builds", prefix: "shop" };
const Condition = { StringEquals: { "aws:ResourceAccount": "111122223333" } };
const look = ["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketVersioning"];

describe("useBucketPart", () => {
  it("writes below the prefix, in a bucket of the account", () => {
    assert.deepEqual(useBucketPart(scope, "logs", part), [
      { Sid: "LogFilesBucket", Effect: "Allow", Action: look, Resource: ["arn:aws:s3:::acme-builds"], Condition },
      {
        Sid: "LogFiles",
        Effect: "Allow",
        Action: ["s3:PutObject"],
        Resource: ["arn:aws:s3:::acme-builds/shop/*"],
        Condition,
      },
    ]);
  });

  it("reads, writes and lists a cache", () => {
    const [, list, cache] = useBucketPart(scope, "cache", part);
    assert.deepEqual(list?.Condition, { ...Condition, StringLike: { "s3:prefix": ["shop", "shop/*"] } });
    assert.deepEqual(cache?.Action, ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"]);
  });
});

describe("readSourceObject", () => {
  it("reads one object", () => {
    assert.deepEqual(readSourceObject(scope, "acme-builds", "src/shop.zip")[1], {
      Sid: "SourceObject",
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:GetObjectVersion"],
      Resource: ["arn:aws:s3:::acme-builds/src/shop.zip"],
      Condition,
    });
  });
});
