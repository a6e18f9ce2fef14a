import assert from "node:assert/strict";
import { unknownValue, type Value } from "../../../../policy/iam/value";
import { isDefaultKeyPolicy } from "../../../../policy/lib/iam/key-policy";

describe("KMS's default key policy", () => {
  it("has the id that KMS gives it", () => {
    const policies: readonly Value[] = [
      '{"Id":"key-default-1"}',
      '{"Id" : "key-default-1"}',
      '{"Id":"mine"}',
      undefined,
      unknownValue,
    ];
    assert.deepEqual(policies.map(isDefaultKeyPolicy), [true, true, false, false, false]);
  });
});
