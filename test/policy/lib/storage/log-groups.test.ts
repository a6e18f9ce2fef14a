import assert from "node:assert/strict";
import { unknownValue } from "../../../../policy/iam/value";
import { isDelivery } from "../../../../policy/lib/storage/log-groups";

describe("a log group that passes events on", () => {
  it("has the class DELIVERY", () => {
    assert.equal(isDelivery({ logGroupClass: "DELIVERY" }), true);
    assert.equal(isDelivery({ logGroupClass: "STANDARD" }), false);
    assert.equal(isDelivery({ logGroupClass: unknownValue }), false);
    assert.equal(isDelivery({}), false);
  });
});
