import assert from "node:assert/strict";
import { unknownCheckingProxy } from "@pulumi/policy";
import { everyAt, locatedItems } from "../../../../policy/lib/facts/located";
import { at, isSet, itemsOf, snapshot, textOf, unknownValue, type Value } from "../../../../policy/lib/facts/value";
import { unknownFlag, unknownList, unknownObject, unknownText } from "../../support/judging";

function values(...list: Value[]): readonly Value[] {
  return list;
}

describe("snapshot", () => {
  it("turns every kind of unknown into one", () => {
    const props = {
      text: unknownText,
      flag: unknownFlag,
      list: unknownList,
      owner: { inner: unknownObject },
      items: [unknownText, 1],
    };
    assert.deepEqual(snapshot(unknownCheckingProxy(props)), {
      text: unknownValue,
      flag: unknownValue,
      list: unknownValue,
      owner: { inner: unknownValue },
      items: [unknownValue, 1],
    });
  });

  it("takes null and what is no data as absent", () => {
    assert.deepEqual(snapshot({ nothing: null, call: () => 1, ok: true }), {
      nothing: undefined,
      call: undefined,
      ok: true,
    });
  });

  it("hides no error that is not about an unknown", () => {
    const props = Object.defineProperty({}, "bad", {
      enumerable: true,
      get() {
        throw new RangeError("bad");
      },
    });
    assert.throws(() => snapshot(props), new RangeError("bad"));
  });
});

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
