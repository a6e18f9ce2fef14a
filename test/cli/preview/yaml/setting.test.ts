import assert from "node:assert/strict";
import { settingProblem, settingValue } from "../../../../cli/preview/yaml/setting";

describe("a setting of a YAML program", () => {
  // Values that Pulumi's YAML runtime gave for these texts.
  const values: readonly (readonly [string, unknown])[] = [
    ["3", 3],
    ["+3", 3],
    ["-3", -3],
    ["1.5", 1.5],
    ["1e3", 1000],
    ["007", "007"],
    ["0", 0],
    ["0.5", 0.5],
    ["true", true],
    ["True", true],
    ["F", false],
    ["", ""],
    ["hi", "hi"],
    ["99999999999999999999", 1e20],
    ['{"a":[true,"2"]}', { a: [true, "2"] }],
    ["[a", "[a"],
  ];

  for (const [text, value] of values) {
    it(`has the value ${JSON.stringify(value)} for the text "${text}"`, () => {
      assert.deepEqual(settingValue(text), value);
    });
  }

  it("has its declared type", () => {
    const problems = (type: string, value: unknown) => settingProblem("size", type, value);
    assert.equal(problems("String", "a"), undefined);
    assert.equal(problems("string", 7), undefined);
    assert.equal(problems("integer", 7), undefined);
    assert.equal(problems("number", 7.5), undefined);
    assert.equal(problems("bool", false), undefined);
    assert.equal(problems("List<Number>", [1]), undefined);
    assert.equal(problems("object", { a: 1 }), undefined);
    assert.equal(problems("array", [1]), undefined);
    assert.equal(problems("integer", 7.5), "setting size must be of type integer");
    assert.equal(problems("boolean", "yes"), "setting size must be of type boolean");
    assert.equal(problems("List<String>", [{}]), "setting size must be of type List<String>");
    assert.equal(problems("object", [1]), "setting size must be of type object");
    assert.equal(problems("Text", "a"), "setting size: Text is no type. Use string, integer, boolean, array or object");
  });
});
