import assert from "node:assert/strict";
import { artifactAccess, downloadArtifacts } from "../../../components/iam/artifact-access";
import { objectsStatement, storeStatement } from "../../support/artifact-statements";
import { china, scope } from "../../support/scopes";

describe("artifactAccess", () => {
  it("grants nothing to who neither reads nor writes", () => {
    assert.deepEqual(artifactAccess(scope, "store", { read: false, write: false }), []);
  });

  it("grants no write to a reader", () => {
    assert.deepEqual(artifactAccess(scope, "store", { read: true, write: false }), [
      storeStatement,
      objectsStatement("s3:GetObject", "s3:GetObjectVersion"),
    ]);
  });

  it("grants no read of objects to a writer", () => {
    assert.deepEqual(artifactAccess(scope, "store", { read: false, write: true }), [
      storeStatement,
      objectsStatement("s3:PutObject", "s3:PutObjectAcl"),
    ]);
  });

  it("grants both to who does both, in buckets of its own account alone", () => {
    assert.deepEqual(artifactAccess(scope, "store", { read: true, write: true }), [
      storeStatement,
      objectsStatement("s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "s3:PutObjectAcl"),
    ]);
  });
});

describe("artifactAccess to several buckets", () => {
  it("is granted in the same two statements", () => {
    assert.deepEqual(
      artifactAccess(scope, ["store", "further"], { read: true, write: false }).map(({ Resource }) => Resource),
      [
        ["arn:aws:s3:::store", "arn:aws:s3:::further"],
        ["arn:aws:s3:::store/*", "arn:aws:s3:::further/*"],
      ],
    );
  });
});

describe("artifactAccess to tagged objects", () => {
  it("lets a writer tag them, and a reader do nothing more", () => {
    const [, written] = artifactAccess(scope, "store", { read: false, write: true, tagged: true });
    assert.deepEqual(written, objectsStatement("s3:PutObject", "s3:PutObjectAcl", "s3:PutObjectTagging"));
    const [, read] = artifactAccess(scope, "store", { read: true, write: false, tagged: true });
    assert.deepEqual(read, objectsStatement("s3:GetObject", "s3:GetObjectVersion"));
  });
});

describe("downloadArtifacts", () => {
  it("reads the objects of the bucket, and decrypts these objects alone, with or without a bucket key", () => {
    assert.deepEqual(downloadArtifacts(scope, "store"), [
      {
        Sid: "DownloadArtifacts",
        Effect: "Allow",
        Action: ["s3:GetObject", "s3:GetObjectVersion"],
        Resource: ["arn:aws:s3:::store/*"],
      },
      {
        Sid: "DecryptArtifacts",
        Effect: "Allow",
        Action: ["kms:Decrypt"],
        Resource: ["arn:aws:kms:eu-central-1:111122223333:key/<the id of the key>"],
        Condition: {
          StringEquals: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" },
          StringLike: { "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::store", "arn:aws:s3:::store/*"] },
        },
      },
    ]);
  });

  it("names an existing key, and a key that the same program creates by its alias", () => {
    const byArn = downloadArtifacts(scope, "store", "arn:aws:kms:eu-central-1:111122223333:key/a")[1];
    assert.deepEqual(byArn?.Resource, ["arn:aws:kms:eu-central-1:111122223333:key/a"]);
    const byAlias = downloadArtifacts(scope, "store", { alias: "shop-artifacts" })[1];
    assert.deepEqual(byAlias?.Resource, ["arn:aws:kms:eu-central-1:111122223333:key/*"]);
    assert.deepEqual(byAlias?.Condition?.["ForAnyValue:StringEquals"], {
      "kms:ResourceAliases": "alias/shop-artifacts",
    });
  });

  it("names the keys, the objects and S3 of the partition of the bucket", () => {
    const [download, decrypt] = downloadArtifacts(china, "store");
    assert.deepEqual(download?.Resource, ["arn:aws-cn:s3:::store/*"]);
    assert.deepEqual(decrypt?.Resource, ["arn:aws-cn:kms:cn-north-1:444455556666:key/<the id of the key>"]);
    assert.deepEqual(decrypt?.Condition?.StringEquals, { "kms:ViaService": "s3.cn-north-1.amazonaws.com.cn" });
  });
});
