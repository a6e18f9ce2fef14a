import assert from "node:assert/strict";
import { hasType, settingType, typeName } from "../../../../cli/preview/project/typed-setting";

describe("the type of a setting", () => {
  it("is the one that the project declares", () => {
    assert.deepEqual(settingType({ type: "string", default: "a" }), { type: "string" });
    assert.deepEqual(settingType({ type: "array", items: { type: "string" } }), {
      type: "array",
      items: { type: "string" },
    });
    for (const declaration of [{ default: "a" }, { type: 1 }, "string", undefined, null, []]) {
      assert.equal(settingType(declaration), undefined);
    }
  });

  it("has the name that the CLI writes", () => {
    const texts = { type: "array", items: { type: "string" } };
    assert.equal(typeName({ type: "integer" }), "integer");
    assert.equal(typeName(texts), "array<string>");
    assert.equal(typeName({ type: "array", items: texts }), "array<array<string>>");
    assert.equal(typeName({ type: "array" }), "array");
    assert.equal(typeName({ type: "object", items: texts }), "object");
  });

  for (const [type, right, wrong] of [
    ["string", ["", "a", "1"], [1, true, null, {}, []]],
    ["integer", [1, -1, 2n ** 70n, "42", "-7", "+7"], [1.5, "1.5", "", "a", true, null, "0x10"]],
    ["boolean", [true, false, "true", "false"], ["True", "", 1, 0, null]],
    ["object", [{}, { a: 1 }], [[], null, "a", 1]],
  ] as const) {
    it(`${type} is of values such as ${JSON.stringify(right[0])}, and not of ${JSON.stringify(wrong[0])}`, () => {
      for (const value of right) {
        assert.equal(hasType({ type }, value), true, String(value));
      }
      for (const value of wrong) {
        assert.equal(hasType({ type }, value), false, String(value));
      }
    });
  }

  it("of a list is that of its elements", () => {
    const numbers = { type: "array", items: { type: "integer" } };
    assert.equal(hasType(numbers, [1, "2"]), true);
    assert.equal(hasType(numbers, []), true);
    assert.equal(hasType(numbers, [1, "a"]), false);
    assert.equal(hasType(numbers, 1), false);
    assert.equal(hasType({ type: "array" }, [1]), false);
    assert.equal(hasType({ type: "array", items: numbers }, [[1], [2]]), true);
  });
});
