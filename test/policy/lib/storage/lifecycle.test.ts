import assert from "node:assert/strict";
import { type Properties, unknownValue, type Value } from "../../../../policy/iam/value";
import { lifecycleRules, statesForAll } from "../../../../policy/lib/storage/lifecycle";
import { stackResource } from "../../support/stack-resource";

const bucket = (lifecycleRulesOf: Value) =>
  stackResource("bucket", "aws:s3/bucket:Bucket", { bucket: "logs", lifecycleRules: lifecycleRulesOf });
const split = (bucketName: Value, rules: Value) =>
  stackResource("split", "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", {
    bucket: bucketName,
    rules,
  });

describe("the lifecycle rules of a bucket", () => {
  const rule: Properties = { id: "a" };

  it("are its own, or those of a resource for it", () => {
    assert.deepEqual(lifecycleRules(bucket([rule]), []), [rule]);
    assert.deepEqual(lifecycleRules(bucket([rule]), [split("logs", [{ id: "b" }, { id: "c" }])]), [
      { id: "b" },
      { id: "c" },
    ]);
    assert.deepEqual(lifecycleRules(bucket([rule]), [split("site", [{ id: "b" }])]), [rule]);
  });

  it("are none where AWS fills them in, or none are stated", () => {
    assert.deepEqual(lifecycleRules(bucket(unknownValue), []), []);
    assert.deepEqual(lifecycleRules(bucket(undefined), []), []);
  });
});

describe("a rule states something for all objects", () => {
  const on: Properties = { status: "Enabled", expiration: { days: 30 } };
  const cases: readonly (readonly [title: string, rule: Value, expected: Value])[] = [
    ["when it is on", on, true],
    ["when it is on in the older way", { enabled: true, expiration: { days: 30 } }, true],
    ["with an empty filter, as providers write it", { ...on, prefix: "", filter: {}, tags: {} }, true],
    ["with blocks of empty values", { ...on, filter: [{ prefix: "", and: [] }] }, true],
    ["by any of the properties", { status: "Enabled", noncurrentVersionExpiration: { days: 1 } }, true],
    ["not when it is off", { ...on, status: "Disabled" }, false],
    ["not for a prefix", { ...on, prefix: "logs/" }, false],
    ["not for a filter", { ...on, filter: { prefix: "logs/" } }, false],
    ["not for tags", { ...on, tags: { a: "b" } }, false],
    ["not without the property", { status: "Enabled", transitions: [{ days: 1 }] }, false],
    ["not with an empty property", { status: "Enabled", expiration: { days: 0 } }, false],
    ["unknown with an unknown filter", { ...on, filter: unknownValue }, unknownValue],
    ["unknown with an unknown status", { ...on, status: unknownValue }, unknownValue],
    ["not with an unknown filter and nothing stated", { status: "Enabled", filter: unknownValue }, false],
    ["unknown when the whole rule is", unknownValue, unknownValue],
  ];
  for (const [title, rule, expected] of cases) {
    it(title, () => assert.equal(statesForAll(rule, ["expiration", "noncurrentVersionExpiration"]), expected));
  }
});
