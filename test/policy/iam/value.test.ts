import assert from "node:assert/strict";
import {
  at,
  everyAt,
  fromJson,
  isSet,
  itemsOf,
  locatedItems,
  textOf,
  unknownValue,
  type Value,
} from "../../../policy/iam/value";

function values(...list: Value[]): readonly Value[] {
  return list;
}

describe("at", () => {
  it("follows a path, through lists of one too", () => {
    assert.equal(at({ a: [{ b: { c: 1 } }] }, "a", "b", "c"), 1);
  });

  it("gives nothing where a step is missing, a list has several, or a name is the language's own", () => {
    assert.equal(at({ a: { b: 1 } }, "a", "x", "y"), undefined);
    assert.equal(at({ a: [{ b: 1 }, { b: 2 }] }, "a", "b"), undefined);
    assert.equal(at({}, "constructor"), undefined);
    assert.equal(at("text", "length"), undefined);
  });

  it("gives the unknown for all that is below it", () => {
    assert.equal(at({ a: unknownValue }, "a", "b", "c"), unknownValue);
  });
});

describe("values", () => {
  it("count as lists of one", () => {
    assert.deepEqual(
      [itemsOf(undefined), itemsOf("a"), itemsOf(["a", "b"]), itemsOf(unknownValue)],
      [[], ["a"], ["a", "b"], [unknownValue]],
    );
  });

  it("are set when they are there, known or not", () => {
    assert.deepEqual(values(undefined, "", "a", false, unknownValue).map(isSet), [false, false, true, true, true]);
  });

  it("have text only when they are text", () => {
    assert.deepEqual(values("a", 1, undefined, unknownValue, { toString: "x" }).map(textOf), ["a", "", "", "", ""]);
  });

  it("are located by index in a list, and by the path alone otherwise", () => {
    assert.deepEqual(locatedItems("a", ["x", "y"]), [
      { path: "a[0]", value: "x" },
      { path: "a[1]", value: "y" },
    ]);
    assert.deepEqual(locatedItems("a", "x"), [{ path: "a", value: "x" }]);
    assert.deepEqual(locatedItems("a", undefined), []);
  });

  it("are found at the end of a path through lists", () => {
    assert.deepEqual(everyAt({ path: "a", value: [{ b: [{ c: 1 }, {}] }, { b: { c: 2 } }, unknownValue] }, "b", "c"), [
      { path: "a[0].b[0].c", value: 1 },
      { path: "a[1].b.c", value: 2 },
      { path: "a[2].b.c", value: unknownValue },
    ]);
  });
});

describe("fromJson", () => {
  it("parses a text, and takes null as absent", () => {
    assert.deepEqual(fromJson('{"a": [1, true, "x"], "b": null}'), { a: [1, true, "x"], b: undefined });
  });

  it("keeps a value that is no text, and finds nothing in a text that is no JSON", () => {
    assert.deepEqual(fromJson({ a: unknownValue }), { a: unknownValue });
    assert.equal(fromJson("{"), undefined);
  });
});
