import assert from "node:assert/strict";
import { type Configuration, givenTo, levelOf } from "../../../../policy/lib/pack/configuration";
import { kmsRotation } from "../../../../policy/rules/kms/rotation";
import { s3Lifecycle } from "../../../../policy/rules/s3/lifecycle";

const configuration: Configuration = new Map([
  [kmsRotation.name, { level: "advisory", properties: { failOnUnknown: true } }],
]);

describe("the configuration of a rule", () => {
  it("is what the engine settled", () => {
    assert.equal(levelOf(kmsRotation, configuration), "advisory");
    assert.deepEqual(givenTo(kmsRotation, configuration), { failOnUnknown: true });
  });

  it("is the rule's own level and no property where the engine settled nothing", () => {
    assert.equal(levelOf(kmsRotation, new Map()), "mandatory");
    assert.equal(levelOf(s3Lifecycle, configuration), s3Lifecycle.enforcementLevel);
    assert.deepEqual(givenTo(s3Lifecycle, configuration), {});
  });

  it("is advisory for a rule without a level, as in the SDK", () => {
    assert.equal(levelOf({ ...kmsRotation, enforcementLevel: undefined }, new Map()), "advisory");
  });
});
