import assert from "node:assert/strict";
import { releaseBucketPolicy } from "../../../components/iam/bucket-policy";
import { keyPolicyOfFutureUsers } from "../../../components/iam/key-policy";
import { ReleaseStore, type ReleaseStoreArgs } from "../../../components/storage/release-store";
import { privateBucket } from "../../support/private-bucket";
import { counts, only, record, resolved, unknown } from "../../support/recorder";
import { scope } from "../../support/scopes";

const bucketName = "shop-staging-release-artifacts-111122223333-eu-central-1";
const writer = "arn:aws:iam::111122223333:role/shop-staging-release-eu-central-1";
const args: ReleaseStoreArgs = {
  scope,
  bucketName,
  bucketPolicy: releaseBucketPolicy(scope, bucketName, [writer], []),
  keyPolicy: keyPolicyOfFutureUsers(scope, {
    roles: { encrypt: [writer], decrypt: [], publish: [] },
    logGroups: [],
    imageRepository: false,
  }),
  retainOnDelete: false,
  tags: { owner: "acme" },
};

describe("a release store", () => {
  it("is a private bucket with a key of its own, and a bucket for its access logs", async () => {
    const recorded = await record({ preview: true }, (opts) => new ReleaseStore("shop-staging-releases", args, opts));
    const {
      "aws:s3/bucket:Bucket": buckets,
      "aws:kms/key:Key": keys,
      "aws:kms/alias:Alias": aliases,
    } = counts(recorded);
    assert.deepEqual([buckets, keys, aliases], [2, 1, 1]);
    assert.equal(only(recorded, "aws:kms/key:Key", "shop-staging-releases-key").inputs.policy, args.keyPolicy);
    const store = privateBucket(recorded, "shop-staging-releases-store");
    assert.deepEqual(
      [store.bucketName, store.policy, store.encryptionKeyArn, store.expireAfterDays, store.noncurrentExpireAfterDays],
      [bucketName, args.bucketPolicy, unknown, 365, 365],
    );
    assert.deepEqual(
      recorded.filter(({ retainOnDelete }) => retainOnDelete),
      [],
    );
  });

  it("is retained, if the environment is protected", async () => {
    const recorded = await record(
      { preview: true },
      (opts) => new ReleaseStore("shop-staging-releases", { ...args, retainOnDelete: true }, opts),
    );
    const lasting = recorded.filter(({ type }) => type === "aws:kms/key:Key" || type === "aws:s3/bucket:Bucket");
    assert.equal(lasting.length, 3);
    assert.ok(lasting.every(({ retainOnDelete }) => retainOnDelete));
  });

  it("gives the name of its bucket and the ARN of its key", async () => {
    let made: ReleaseStore | undefined;
    await record({ preview: false }, (opts) => {
      made = new ReleaseStore("shop-staging-releases", args, opts);
    });
    assert.ok(made);
    assert.equal(await resolved(made.bucketName), bucketName);
    assert.match(String(await resolved(made.keyArn)), /^arn:/);
  });
});
