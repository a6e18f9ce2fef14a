import assert from "node:assert/strict";
import {
  blinded,
  containsUnknown,
  dependenciesOf,
  isUnknown,
  outputValue,
  plainOutputs,
  revealed,
  secret,
  UNKNOWN,
} from "../../../../cli/preview/base/property-value";

describe("a property value", () => {
  it("is unknown itself, or holds an unknown", () => {
    assert.equal(isUnknown(UNKNOWN), true);
    assert.equal(isUnknown("3eeb2bf0-c639-47a8-9e75-3b44932eb421"), true);
    assert.equal(isUnknown({ a: UNKNOWN }), false);
    assert.equal(containsUnknown([{ a: [UNKNOWN] }]), true);
    assert.equal(containsUnknown([{ a: ["known", null, 1, true] }]), false);
  });

  it("is secret once, and can be blinded or revealed", () => {
    const value = { list: [secret("a")], map: secret({ deep: secret(1) }), plain: "b" };
    assert.deepEqual(secret(secret("a")), secret("a"));
    assert.deepEqual(blinded(value), { list: ["[secret]"], map: "[secret]", plain: "b" });
    assert.deepEqual(revealed(value), { list: ["a"], map: { deep: 1 }, plain: "b" });
  });

  it("becomes an output with its dependencies, and plain again", () => {
    const known = outputValue("a", ["urn:one"]);
    const hidden = outputValue(secret("b"), ["urn:two", "urn:one"]);
    const unknown = outputValue(UNKNOWN, []);
    assert.deepEqual(plainOutputs({ known, hidden, unknown }), { known: "a", hidden: secret("b"), unknown: UNKNOWN });
    assert.deepEqual(dependenciesOf({ known, inner: [hidden, unknown] }), ["urn:one", "urn:two", "urn:one"]);
  });
});
