import assert from "node:assert/strict";
import { schemaProblems } from "../../../components/schema/vocabulary";
import { artifactStoreProblems, artifactStoreSchema } from "../../../components/storage/artifact-store-settings";
import { keyArn, scope } from "../../support/scopes";

const bucket =
  "give 3 to 63 lowercase letters, digits, hyphens or single dots, no IP address, such as shop-dev-artifacts";
const reserved =
  "S3 reserves names that start with xn--, sthree- or amzn-s3-demo-, or end with -s3alias, --ol-s3, .mrap, --x-s3 or --table-s3";
const key = "give the ARN of a key, arn:aws:kms:<region>:<account>:key/<id>, not of an alias";

const illShaped: [store: Record<string, unknown>, path: string, reason: string][] = [
  [{ bucketName: "ab" }, "bucketName", `is "ab": ${bucket}`],
  [{ bucketName: "a".repeat(64) }, "bucketName", `is "${"a".repeat(64)}": ${bucket}`],
  [{ bucketName: "Shop" }, "bucketName", `is "Shop": ${bucket}`],
  [{ bucketName: "shop-" }, "bucketName", `is "shop-": ${bucket}`],
  [{ bucketName: "shop..dev" }, "bucketName", `is "shop..dev": ${bucket}`],
  [{ bucketName: "shop.-dev" }, "bucketName", `is "shop.-dev": ${bucket}`],
  [{ bucketName: "xn--shop" }, "bucketName", `is "xn--shop": ${reserved}`],
  [{ bucketName: "shop-s3alias" }, "bucketName", `is "shop-s3alias": ${reserved}`],
  [{ existingBucketName: "shop--x-s3" }, "existingBucketName", `is "shop--x-s3": ${reserved}`],
  [{ existingBucketName: "10.0.0.1" }, "existingBucketName", `is "10.0.0.1": ${bucket}`],
  [{ existingKeyArn: "alias/shop" }, "existingKeyArn", `is "alias/shop": ${key}`],
  [
    { existingKeyArn: "arn:aws:kms:eu-central-1:111122223333:alias/shop" },
    "existingKeyArn",
    `is "arn:aws:kms:eu-central-1:111122223333:alias/shop": ${key}`,
  ],
  [{ expireAfterDays: 0 }, "expireAfterDays", "is 0: give at least 1"],
  [{ expireAfterDays: 3651 }, "expireAfterDays", "is 3651: give at most 3650"],
  [{ noncurrentExpireAfterDays: 0 }, "noncurrentExpireAfterDays", "is 0: give at least 1"],
  [{ noncurrentExpireAfterDays: 3651 }, "noncurrentExpireAfterDays", "is 3651: give at most 3650"],
  [{ retainOnDelete: "yes" }, "retainOnDelete", 'is "yes": give true or false'],
  [
    { bucket: "shop" },
    "bucket",
    "is not known here. Did you mean bucketName? Allowed are existingBucketName, existingKeyArn, bucketName, expireAfterDays, noncurrentExpireAfterDays, retainOnDelete",
  ],
];

const existing = { existingBucketName: "shop-store", existingKeyArn: keyArn };
const problems = (store: Parameters<typeof artifactStoreProblems>[0]) =>
  artifactStoreProblems(store, scope.account, scope.region);

describe("an artifact store", () => {
  for (const [store, path, reason] of illShaped) {
    it(`refuses ${JSON.stringify(store).slice(0, 60)}`, () => {
      assert.deepEqual(schemaProblems(artifactStoreSchema, store), [{ path, reason }]);
    });
  }

  for (const store of [
    {},
    existing,
    { existingKeyArn: keyArn },
    { bucketName: "abc", expireAfterDays: 1, noncurrentExpireAfterDays: 1, retainOnDelete: false },
    { bucketName: "9.a.b", expireAfterDays: 3650, noncurrentExpireAfterDays: 3650, retainOnDelete: true },
    { bucketName: "a".repeat(63), existingKeyArn: keyArn },
    { ...existing, bucketName: undefined },
  ]) {
    it(`accepts ${JSON.stringify(store).slice(0, 60)}`, () => {
      assert.deepEqual(schemaProblems(artifactStoreSchema, store), []);
      assert.deepEqual(problems(store), []);
    });
  }

  it("refuses an existing bucket without its key", () => {
    assert.deepEqual(problems({ existingBucketName: "shop-store" }), [
      {
        path: "existingKeyArn",
        reason: "is missing: existingBucketName needs the ARN of the key that encrypts the bucket",
      },
    ]);
  });

  it("refuses each setting of a bucket that it does not create", () => {
    const changed = (shown: string) =>
      `is ${shown}, but the settings of the bucket in existingBucketName stay as they are: remove one of the two`;
    const made = { bucketName: "other", expireAfterDays: 5, noncurrentExpireAfterDays: 6, retainOnDelete: false };
    assert.deepEqual(problems({ ...existing, ...made }), [
      { path: "bucketName", reason: changed('"other"') },
      { path: "expireAfterDays", reason: changed("5") },
      { path: "noncurrentExpireAfterDays", reason: changed("6") },
      { path: "retainOnDelete", reason: changed("false") },
    ]);
  });

  for (const [what, given, account, region] of [
    ["of another account", keyArn.replace("111122223333", "999988887777"), "999988887777", "eu-central-1"],
    ["of another region", keyArn.replace("eu-central-1", "us-east-1"), "111122223333", "us-east-1"],
  ] as const) {
    it(`refuses a key ${what}`, () => {
      assert.deepEqual(problems({ existingKeyArn: given }), [
        {
          path: "existingKeyArn",
          reason: `is a key of account ${account} in ${region}: give a key of account 111122223333 in eu-central-1`,
        },
      ]);
    });
  }
});
