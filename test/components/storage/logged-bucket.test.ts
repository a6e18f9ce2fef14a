import assert from "node:assert/strict";
import { ComponentResource } from "@pulumi/pulumi";
import { logBucketPolicy } from "../../../components/iam/bucket-policy";
import { createLoggedBucket } from "../../../components/storage/logged-bucket";
import type { PrivateBucketArgs } from "../../../components/storage/private-bucket";
import { privateBucket } from "../../support/private-bucket";
import { only, record } from "../../support/recorder";
import { china, keyArn, scope } from "../../support/scopes";

const args: PrivateBucketArgs = {
  region: "eu-central-1",
  bucketName: "acme-data",
  policy: '{"Statement":[]}',
  encryptionKeyArn: keyArn,
  expireAfterDays: 30,
  noncurrentExpireAfterDays: 7,
  retainOnDelete: false,
  tags: { owner: "acme" },
};

function build(more: Partial<PrivateBucketArgs> = {}, at = scope) {
  return record({ preview: true }, (opts) => {
    const parent = new ComponentResource("test:index:Owner", "owner", {}, opts);
    createLoggedBucket("shop", at, { ...args, ...more }, parent);
  });
}

describe("a bucket with access logs", () => {
  it("keeps its logs for a year in a bucket of their own, which S3 encrypts: it delivers no logs under a key", async () => {
    const recorded = await build();
    const { bucketName, region, tags, noncurrentExpireAfterDays, retainOnDelete } = args;
    assert.deepEqual(privateBucket(recorded, "shop-store"), args);
    assert.deepEqual(privateBucket(recorded, "shop-logs"), {
      region,
      bucketName: "acme-data-logs",
      policy: logBucketPolicy(scope, "acme-data-logs", [bucketName]),
      expireAfterDays: 365,
      noncurrentExpireAfterDays,
      retainOnDelete,
      tags,
    });
  });

  it("sends its logs below its name, once the policy of the other bucket allows it", async () => {
    const logging = only(await build(), "aws:s3/bucketLogging:BucketLogging", "shop-logging");
    assert.deepEqual(logging.inputs, {
      region: "eu-central-1",
      bucket: "acme-data",
      targetBucket: "acme-data-logs",
      targetPrefix: "acme-data/",
    });
    assert.deepEqual([logging.parent, logging.dependsOn], ["owner", ["shop-logs-policy"]]);
  });

  it("lets S3 deliver logs of this bucket and account alone, in the partition of the bucket", async () => {
    const { policy } = privateBucket(await build({ region: "cn-north-1" }, china), "shop-logs");
    const delivery = JSON.parse(String(policy)).Statement.filter(
      ({ Effect }: { Effect: string }) => Effect === "Allow",
    );
    assert.equal(delivery.length, 1);
    assert.deepEqual(delivery[0].Condition, {
      ArnEquals: { "aws:SourceArn": ["arn:aws-cn:s3:::acme-data"] },
      StringEquals: { "aws:SourceAccount": "444455556666" },
    });
  });

  it("gives the bucket of its logs a name that S3 accepts, however long its own is", async () => {
    const recorded = await build({ bucketName: "a".repeat(63) });
    const { bucketName } = privateBucket(recorded, "shop-logs");
    assert.match(String(bucketName), /^a{54}-[0-9a-f]{8}$/);
  });

  it("retains both buckets and the logging, or none of them", async () => {
    for (const retainOnDelete of [true, false]) {
      const resources = (await build({ retainOnDelete })).filter(({ type }) => type.startsWith("aws:"));
      assert.equal(resources.length, 15);
      assert.deepEqual(new Set(resources.map(({ retainOnDelete: retained }) => retained)), new Set([retainOnDelete]));
      assert.deepEqual(new Set(resources.map(({ parent }) => parent)), new Set(["owner"]));
    }
  });
});
