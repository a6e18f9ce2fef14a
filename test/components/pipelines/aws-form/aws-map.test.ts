import assert from "node:assert/strict";
import {
  eachOf,
  mapOf,
  readKeys,
  readNumber,
  readText,
  withoutNulls,
} from "../../../../components/pipelines/aws-form/aws-map";

describe("a map of AWS's form", () => {
  it("is an object with keys, and nothing else", () => {
    assert.deepEqual(mapOf({ a: 1 }), { a: 1 });
    for (const other of [undefined, null, "text", 7, ["a"], Symbol("x")]) {
      assert.equal(mapOf(other), undefined);
    }
  });

  it("has texts and numbers in the types that they have here", () => {
    assert.deepEqual(
      readKeys({ name: 7, namespace: true, defaultValue: 1.5, runOrder: "2", timeoutInMinutes: "60", region: 9 }),
      { name: "7", namespace: "true", defaultValue: "1.5", runOrder: 2, timeoutInMinutes: 60, region: 9 },
    );
    assert.deepEqual(readKeys({ runOrder: "two", timeoutInMinutes: "060" }), {
      runOrder: "two",
      timeoutInMinutes: "060",
    });
  });

  for (const value of [[], {}, false, "false", "False"]) {
    it(`may leave a key out whose value is ${JSON.stringify(value)}`, () => {
      assert.deepEqual(readKeys({ triggers: value, variables: value }, ["triggers"]), { variables: value });
    });
  }

  for (const value of [true, "true", "", 0, ["x"], { a: 1 }]) {
    it(`says something by ${JSON.stringify(value)}`, () => {
      assert.deepEqual(readKeys({ triggers: value }, ["triggers"]), { triggers: value });
    });
  }
});

describe("a value of AWS's form", () => {
  for (const [written, text, number] of [
    ["7", "7", 7],
    ["0", "0", 0],
    ["07", "07", "07"],
    ["-1", "-1", "-1"],
    ["1.5", "1.5", "1.5"],
    [" 1", " 1", " 1"],
    ["", "", ""],
    [7, "7", 7],
    [false, "false", false],
    [null, null, null],
  ] as const) {
    it(`${JSON.stringify(written)} is the text ${JSON.stringify(text)} and the number ${JSON.stringify(number)}`, () => {
      assert.deepEqual([readText(written), readNumber(written)], [text, number]);
    });
  }

  it("is read for each item of a list, and stays as it is without a list", () => {
    assert.deepEqual(eachOf([1, "a"], readText), ["1", "a"]);
    assert.equal(eachOf(1, readText), 1);
    assert.equal(eachOf(undefined, readText), undefined);
  });

  it("loses keys without a value, at any depth, and no item of a list", () => {
    assert.deepEqual(withoutNulls({ a: null, b: [{ c: null, d: 1 }, null], e: { f: null } }), {
      b: [{ d: 1 }, null],
      e: {},
    });
    assert.equal(withoutNulls(null), null);
  });
});
