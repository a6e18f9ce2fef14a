import assert from "node:assert/strict";
import { type Properties, unknownValue } from "../../../../policy/iam/value";
import { objectsIn, textsIn } from "../../../../policy/lib/facts/walk";

const value: Properties = {
  first: "a",
  nothing: undefined,
  number: 1,
  unknown: unknownValue,
  list: ["b", ["c", { deep: "d" }], unknownValue, false],
  "": { empty: "" },
};

describe("a walk through a value", () => {
  it("finds the texts in order, at any depth", () => {
    assert.deepEqual(textsIn(value), ["a", "b", "c", "d", ""]);
    assert.deepEqual(textsIn("a"), ["a"]);
  });

  it("finds the objects in order, the outermost first", () => {
    assert.deepEqual(objectsIn(value), [value, { deep: "d" }, { empty: "" }]);
    assert.deepEqual(objectsIn([{ a: {} }]), [{ a: {} }, {}]);
  });

  it("finds nothing in what is no text, list or object", () => {
    for (const empty of [undefined, unknownValue, 1, true, [], {}] as const) {
      assert.deepEqual(textsIn(empty), []);
    }
    for (const empty of [undefined, unknownValue, 1, true, "text", []] as const) {
      assert.deepEqual(objectsIn(empty), []);
    }
  });
});
