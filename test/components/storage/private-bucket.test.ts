import assert from "node:assert/strict";
import { RunError } from "@pulumi/pulumi";
import { createPrivateBucket, type PrivateBucket } from "../../../components/storage/private-bucket";
import { counts, only, record, resolved, unknown } from "../../support/recorder";

const args = {
  region: "eu-central-1",
  bucketName: "acme-data",
  policy: '{"Statement":[]}',
  encryptionKeyArn: "arn:aws:kms:eu-central-1:111122223333:key/k",
  expireAfterDays: 30,
  noncurrentExpireAfterDays: 7,
  retainOnDelete: false,
  tags: { owner: "acme" },
};

describe("a private bucket", () => {
  it("is owner enforced, closed, versioned, encrypted under its key and expiring", async () => {
    const recorded = await record({ preview: true }, (opts) => createPrivateBucket("data", args, opts));
    const inputs = (type: string, name: string) => only(recorded, type, name).inputs;
    assert.deepEqual(counts(recorded), {
      "aws:s3/bucket:Bucket": 1,
      "aws:s3/bucketOwnershipControls:BucketOwnershipControls": 1,
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": 1,
      "aws:s3/bucketVersioning:BucketVersioning": 1,
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": 1,
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": 1,
      "aws:s3/bucketPolicy:BucketPolicy": 1,
    });
    assert.deepEqual(inputs("aws:s3/bucket:Bucket", "data"), {
      region: args.region,
      bucket: "acme-data",
      forceDestroy: true,
      tags: { owner: "acme" },
    });
    const bucket = "acme-data";
    const { region } = args;
    assert.deepEqual(inputs("aws:s3/bucketOwnershipControls:BucketOwnershipControls", "data-ownership"), {
      region,
      bucket,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    assert.deepEqual(inputs("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "data-public-access"), {
      region,
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    assert.deepEqual(inputs("aws:s3/bucketVersioning:BucketVersioning", "data-versioning"), {
      region,
      bucket,
      versioningConfiguration: { status: "Enabled" },
    });
    assert.deepEqual(
      inputs(
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        "data-encryption",
      ),
      {
        region,
        bucket,
        rules: [
          {
            applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: args.encryptionKeyArn },
            bucketKeyEnabled: true,
          },
        ],
      },
    );
    assert.deepEqual(inputs("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "data-lifecycle"), {
      region,
      bucket,
      rules: [
        {
          id: "expire",
          status: "Enabled",
          filter: { prefix: "" },
          expiration: { days: 30 },
          noncurrentVersionExpiration: { noncurrentDays: 7 },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
        },
      ],
    });
    assert.deepEqual(inputs("aws:s3/bucketPolicy:BucketPolicy", "data-policy"), {
      region,
      bucket,
      policy: args.policy,
    });
    assert.ok(!JSON.stringify(recorded).includes(unknown));
  });

  it("is encrypted by S3 itself without a key", async () => {
    const { encryptionKeyArn: _, ...keyless } = args;
    const recorded = await record({ preview: true }, (opts) => createPrivateBucket("data", keyless, opts));
    const encryption = recorded.find(({ name }) => name === "data-encryption");
    assert.deepEqual(encryption?.inputs.rules, [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }]);
  });

  it("lets nothing expire that is still current, if no days are given", async () => {
    const { expireAfterDays: _, ...lasting } = args;
    const recorded = await record({ preview: true }, (opts) => createPrivateBucket("data", lasting, opts));
    const lifecycle = recorded.find(({ name }) => name === "data-lifecycle");
    assert.deepEqual(lifecycle?.inputs.rules, [
      {
        id: "expire",
        status: "Enabled",
        filter: { prefix: "" },
        noncurrentVersionExpiration: { noncurrentDays: 7 },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
      },
    ]);
  });

  it("makes its policy after the block of public access, and its lifecycle after versions", async () => {
    const recorded = await record({ preview: true }, (opts) => createPrivateBucket("data", args, opts));
    const after = recorded
      .filter(({ dependsOn }) => dependsOn.length > 0)
      .map(({ name, dependsOn }) => [name, dependsOn]);
    assert.deepEqual(after.sort(), [
      ["data-lifecycle", ["data-versioning"]],
      ["data-policy", ["data-public-access"]],
    ]);
  });

  it("is kept with everything about it when the stack is destroyed, if that is asked", async () => {
    for (const retainOnDelete of [true, false]) {
      const recorded = await record({ preview: true }, (opts) =>
        createPrivateBucket("data", { ...args, retainOnDelete }, opts),
      );
      const children = recorded.filter(({ type }) => type.startsWith("aws:s3/"));
      assert.equal(children.length, 7);
      assert.deepEqual(new Set(children.map(({ retainOnDelete }) => retainOnDelete)), new Set([retainOnDelete]));
      assert.equal(only(recorded, "aws:s3/bucket:Bucket", "data").inputs.forceDestroy, !retainOnDelete);
    }
  });

  it("gives its name and its ARN", async () => {
    const made: PrivateBucket[] = [];
    await record({ preview: false }, (opts) => made.push(createPrivateBucket("data", args, opts)));
    const [bucket] = made;
    assert.ok(bucket);
    assert.equal(await resolved(bucket.bucketName), "acme-data");
    assert.equal(await resolved(bucket.bucketArn), "arn:aws:made:::data");
  });

  it("refuses a policy that S3 would refuse for its size", () => {
    assert.throws(
      () => createPrivateBucket("data", { ...args, policy: "x".repeat(20_481) }, {}),
      new RunError(
        "The bucket acme-data has a problem:\n  policy: makes a bucket policy of 20481 characters, and AWS accepts 20480; grant fewer statements, resources or principals",
      ),
    );
  });
});
