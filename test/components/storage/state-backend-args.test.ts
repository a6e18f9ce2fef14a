import assert from "node:assert/strict";
import { stateBackendProblems } from "../../../components/storage/state-backend-args";

const place = { account: "111122223333", region: "eu-central-1" };
const theirKey = "arn:aws:kms:eu-west-1:222233334444:key/k";
const role = "arn:aws:iam::111122223333:role/shop-dev-deploy";
const settings = { bucketName: "acme-state", users: [role], noncurrentExpireAfterDays: 365 };
const user = "give the ARN of a role or a user, arn:aws:iam::<account>:role/<name>, without wildcards";

describe("the settings of a state backend", () => {
  for (const [what, more] of [
    ["a role of its account", {}],
    ["a user, and a role below a path", { users: ["arn:aws:iam::111122223333:user/ci", `${role}s/deep/one`] }],
    ["old states for a day", { noncurrentExpireAfterDays: 1 }],
    ["a replica in another region", { replication: { region: "eu-west-1" } }],
    [
      "a replica in a bucket of another account",
      {
        replication: {
          region: "eu-west-1",
          account: "222233334444",
          existingBucketName: "theirs",
          existingKeyArn: theirKey,
        },
      },
    ],
    ["old states for ten years", { noncurrentExpireAfterDays: 3650 }],
  ] as const) {
    it(`may have ${what}`, () => {
      assert.deepEqual(stateBackendProblems({ ...settings, ...more } as typeof settings, place), []);
    });
  }

  for (const [what, more, path, reason] of [
    ["no user", { users: [] }, "users", "is []: give at least 1 entry"],
    ["everybody", { users: ["*"] }, "users[0]", `is "*": ${user}`],
    [
      "a wildcard of roles",
      { users: [role, "arn:aws:iam::111122223333:role/*"] },
      "users[1]",
      `is "arn:aws:iam::111122223333:role/*": ${user}`,
    ],
    [
      "the account",
      { users: ["arn:aws:iam::111122223333:root"] },
      "users[0]",
      `is "arn:aws:iam::111122223333:root": ${user}`,
    ],
    [
      "a role of another account",
      { users: [role, "arn:aws:iam::999988887777:role/other"] },
      "users[1]",
      "is of account 999988887777: give a role or a user of account 111122223333",
    ],
    [
      "states that expire at once",
      { noncurrentExpireAfterDays: 0 },
      "noncurrentExpireAfterDays",
      "is 0: give at least 1",
    ],
    [
      "states for more than ten years",
      { noncurrentExpireAfterDays: 3651 },
      "noncurrentExpireAfterDays",
      "is 3651: give at most 3650",
    ],
    [
      "a new replica in its own region",
      { replication: { region: "eu-central-1" } },
      "replication.region",
      'is "eu-central-1", the region of the backend: give another one',
    ],
    [
      "a new replica in another account",
      { replication: { region: "eu-west-1", account: "222233334444" } },
      "replication.account",
      'is "222233334444": a bucket of another account exists; give existingBucketName and existingKeyArn',
    ],
    [
      "a replica without its key",
      { replication: { region: "eu-west-1", existingBucketName: "theirs" } },
      "replication.existingKeyArn",
      "is missing: give the key of the bucket in existingBucketName",
    ],
    [
      "a key without its bucket",
      { replication: { region: "eu-west-1", existingKeyArn: theirKey } },
      "replication.existingBucketName",
      "is missing: give the bucket of the key in existingKeyArn",
    ],
    [
      "a key in another region than its bucket",
      { replication: { region: "eu-west-2", existingBucketName: "theirs", existingKeyArn: theirKey } },
      "replication.existingKeyArn",
      `is "${theirKey}": give a key of eu-west-2`,
    ],
    ["half a day", { noncurrentExpireAfterDays: 0.5 }, "noncurrentExpireAfterDays", "is 0.5: give a whole number"],
    [
      "a bucket by its ARN",
      { bucketName: "arn:aws:s3:::acme-state" },
      "bucketName",
      'is "arn:aws:s3:::acme-state": give 3 to 63 lowercase letters, digits, hyphens or single dots, no IP address, such as shop-dev-artifacts',
    ],
  ] as const) {
    it(`must not have ${what}`, () => {
      assert.deepEqual(stateBackendProblems({ ...settings, ...more } as typeof settings, place), [{ path, reason }]);
    });
  }
});
