import assert from "node:assert/strict";
import { RunError } from "@pulumi/pulumi";
import { ArtifactBucket, type ArtifactBucketArgs } from "../../../components/storage/artifact-bucket";
import { privateBucket } from "../../support/private-bucket";
import { counts, only, record, resolved, unknown } from "../../support/recorder";

const scope = { account: "111122223333", region: "eu-central-1" };
const key = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-4e5f-4061-8273-849506a7b8c9";
const keyTypes = { "aws:kms/key:Key": 1, "aws:kms/alias:Alias": 1 };
const bucketTypes = {
  "aws:s3/bucket:Bucket": 2,
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": 2,
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": 2,
  "aws:s3/bucketVersioning:BucketVersioning": 2,
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": 2,
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": 2,
  "aws:s3/bucketPolicy:BucketPolicy": 2,
  "aws:s3/bucketLogging:BucketLogging": 1,
};

function build(args: Omit<ArtifactBucketArgs, "account" | "region">, preview = true) {
  return record({ preview }, (opts) => new ArtifactBucket("shop", { ...scope, ...args }, opts));
}

async function built(args: Omit<ArtifactBucketArgs, "account" | "region">): Promise<ArtifactBucket> {
  const made: ArtifactBucket[] = [];
  await record({ preview: false }, (opts) => made.push(new ArtifactBucket("shop", { ...scope, ...args }, opts)));
  const [bucket] = made;
  assert.ok(bucket);
  return bucket;
}

describe("an artifact bucket", () => {
  it("is two private buckets, a key with its alias, and the logging of one bucket to the other", async () => {
    const recorded = await build({ tags: { owner: "acme" } });
    assert.deepEqual(counts(recorded), { ...keyTypes, ...bucketTypes });
    const { policy: _, ...key } = only(recorded, "aws:kms/key:Key", "shop-key").inputs;
    assert.deepEqual(key, {
      region: "eu-central-1",
      description: "Encrypts shop",
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      tags: { owner: "acme" },
    });
    assert.deepEqual(only(recorded, "aws:kms/alias:Alias", "shop-key-alias").inputs, {
      region: "eu-central-1",
      name: "alias/shop",
      targetKeyId: unknown,
    });
    const logging = only(recorded, "aws:s3/bucketLogging:BucketLogging", "shop-logging");
    assert.deepEqual(logging.inputs, {
      region: "eu-central-1",
      bucket: "shop-111122223333-eu-central-1",
      targetBucket: "shop-111122223333-eu-central-1-logs",
      targetPrefix: "shop-111122223333-eu-central-1/",
    });
    assert.deepEqual(logging.dependsOn, ["shop-logs-policy"]);
  });

  it("keeps artifacts under the key for 30 days, and access logs without a key for a year, by default", async () => {
    const recorded = await build({});
    const { policy: _, ...store } = privateBucket(recorded, "shop-store");
    const { policy: __, ...logs } = privateBucket(recorded, "shop-logs");
    assert.deepEqual(store, {
      region: "eu-central-1",
      bucketName: "shop-111122223333-eu-central-1",
      encryptionKeyArn: unknown,
      expireAfterDays: 30,
      noncurrentExpireAfterDays: 7,
      retainOnDelete: false,
    });
    assert.deepEqual(logs, {
      region: "eu-central-1",
      bucketName: "shop-111122223333-eu-central-1-logs",
      expireAfterDays: 365,
      noncurrentExpireAfterDays: 7,
      retainOnDelete: false,
    });
  });

  it("does what its arguments say about names and days", async () => {
    const recorded = await build({ bucketName: "acme-data", expireAfterDays: 14, noncurrentExpireAfterDays: 3 });
    const store = privateBucket(recorded, "shop-store");
    assert.deepEqual([store.bucketName, store.expireAfterDays, store.noncurrentExpireAfterDays], ["acme-data", 14, 3]);
    assert.equal(only(recorded, "aws:s3/bucket:Bucket", "shop-logs").inputs.bucket, "acme-data-logs");
  });

  it("leaves nothing unknown in a preview but the key that AWS names", async () => {
    const recorded = await build({});
    const unknowns = recorded
      .filter(({ type, inputs }) => type.startsWith("aws:") && JSON.stringify(inputs).includes(unknown))
      .map(({ name }) => name);
    assert.deepEqual(unknowns.sort(), ["shop-key-alias", "shop-store-encryption"]);
  });

  it("lets every key of the account encrypt uploads while its own has no name yet, and one alone that has", async () => {
    const denial = async (args: Partial<ArtifactBucketArgs>) => {
      const recorded = await build(args);
      const { policy } = only(recorded, "aws:s3/bucketPolicy:BucketPolicy", "shop-store-policy").inputs;
      return JSON.parse(String(policy)).Statement.find(({ Sid }: { Sid: string }) => Sid === "OwnKeyOnly").Condition;
    };
    const header = "s3:x-amz-server-side-encryption-aws-kms-key-id";
    assert.deepEqual(await denial({}), {
      StringNotLike: { [header]: "arn:aws:kms:eu-central-1:111122223333:key/*" },
    });
    assert.deepEqual(await denial({ existingKeyArn: key }), { StringNotEquals: { [header]: key } });
  });

  it("uses a key that is there already, and makes none", async () => {
    const recorded = await build({ existingKeyArn: key });
    assert.deepEqual(counts(recorded), bucketTypes);
    assert.equal(privateBucket(recorded, "shop-store").encryptionKeyArn, key);
    const bucket = await built({ existingKeyArn: key });
    assert.equal(await resolved(bucket.keyArn), key);
    assert.equal(bucket.keyId, undefined);
  });

  it("uses a bucket that is there already with its key, and makes nothing at all", async () => {
    const existing = { existingBucketName: "platform-artifacts", existingKeyArn: key };
    assert.deepEqual(counts(await build(existing)), {});
    const bucket = await built(existing);
    assert.equal(await resolved(bucket.bucketName), "platform-artifacts");
    assert.equal(await resolved(bucket.bucketArn), "arn:aws:s3:::platform-artifacts");
    assert.equal(await resolved(bucket.keyArn), key);
  });

  it("gives the names, ARNs and the id of what it makes", async () => {
    const bucket = await built({});
    assert.equal(await resolved(bucket.bucketName), "shop-111122223333-eu-central-1");
    assert.equal(await resolved(bucket.bucketArn), "arn:aws:made:::shop-store");
    assert.equal(await resolved(bucket.keyArn), "arn:aws:made:::shop-key");
    assert.ok(bucket.keyId);
    assert.equal(await resolved(bucket.keyId), "shop-key-key-id");
  });

  it("keeps buckets, their content, key and alias when the stack is destroyed, if that is asked", async () => {
    for (const retainOnDelete of [true, false]) {
      const recorded = (await build({ retainOnDelete })).filter(({ type }) => type.startsWith("aws:"));
      assert.deepEqual(new Set(recorded.map(({ retainOnDelete }) => retainOnDelete)), new Set([retainOnDelete]));
      const emptied = recorded
        .filter(({ type }) => type === "aws:s3/bucket:Bucket")
        .map(({ inputs }) => inputs.forceDestroy);
      assert.deepEqual(emptied, [!retainOnDelete, !retainOnDelete]);
    }
  });

  it("composes its policies for the partition of the region", async () => {
    const china = { account: "111122223333", region: "cn-north-1" };
    const recorded = await record({ preview: true }, (opts) => new ArtifactBucket("shop", china, opts));
    const { policy } = only(recorded, "aws:s3/bucketPolicy:BucketPolicy", "shop-store-policy").inputs;
    assert.match(String(policy), /arn:aws-cn:s3:::shop-111122223333-cn-north-1\/\*/);
    assert.doesNotMatch(String(policy), /arn:aws:/);
  });

  it("refuses a bucket without its key, with every contradiction, before anything is made", async () => {
    await assert.rejects(
      build({ existingBucketName: "platform-artifacts", expireAfterDays: 5, retainOnDelete: false }),
      new RunError(
        [
          "ArtifactBucket shop has 3 problems:",
          "  existingKeyArn: is missing: existingBucketName needs the ARN of the key that encrypts the bucket",
          "  expireAfterDays: is 5, but the settings of the bucket in existingBucketName stay as they are: remove one of the two",
          "  retainOnDelete: is false, but the settings of the bucket in existingBucketName stay as they are: remove one of the two",
        ].join("\n"),
      ),
    );
  });

  it("refuses a bucket that is there already together with the name of a new one", async () => {
    await assert.rejects(
      build({ existingBucketName: "platform-artifacts", existingKeyArn: key, bucketName: "acme-data" }),
      new RunError(
        'ArtifactBucket shop has a problem:\n  bucketName: is "acme-data", but the settings of the bucket in existingBucketName stay as they are: remove one of the two',
      ),
    );
  });

  it("refuses a key of another account or region, and an alias", async () => {
    await assert.rejects(
      build({ existingKeyArn: "arn:aws:kms:us-east-1:999999999999:key/k" }),
      new RunError(
        "ArtifactBucket shop has a problem:\n  existingKeyArn: is a key of account 999999999999 in us-east-1: give a key of account 111122223333 in eu-central-1",
      ),
    );
    await assert.rejects(
      build({ existingKeyArn: "arn:aws:kms:eu-central-1:111122223333:alias/shop" }),
      new RunError(
        'ArtifactBucket shop has a problem:\n  existingKeyArn: is "arn:aws:kms:eu-central-1:111122223333:alias/shop": give the ARN of a key, arn:aws:kms:<region>:<account>:key/<id>, not of an alias',
      ),
    );
  });
});
