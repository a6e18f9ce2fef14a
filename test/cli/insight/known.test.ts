import assert from "node:assert/strict";
import { at, knownAt, listAt, mapAt, SECRET_TEXT, textAt, textsAt, UNKNOWN_TEXT } from "../../../cli/insight/known";
import { secret, UNKNOWN } from "../../../cli/preview/base/property-value";

const value = {
  list: [{ name: "one" }],
  text: "t",
  empty: "",
  none: null,
  count: 3,
  later: UNKNOWN,
  token: secret("s"),
};

describe("values of a previewed program", () => {
  it("are found by path, through lists of one", () => {
    assert.equal(textAt(value, "list", "name"), "one");
    assert.equal(textAt(value, "count"), "3");
    assert.equal(at(value, "text", "deeper"), undefined);
    assert.equal(at(value, "toString"), undefined);
  });

  it("show an unknown or secret value as such, and at any depth below it", () => {
    assert.deepEqual([textAt(value, "later"), textAt(value, "later", "deep")], [UNKNOWN_TEXT, UNKNOWN_TEXT]);
    assert.deepEqual([textAt(value, "token"), textAt(value, "token", "deep")], [SECRET_TEXT, SECRET_TEXT]);
    assert.deepEqual(
      [knownAt(value, "later"), knownAt(value, "token"), knownAt(value, "text")],
      [undefined, undefined, "t"],
    );
  });

  it("count as absent where they are null, empty or objects", () => {
    assert.deepEqual(
      [textAt(value, "none"), textAt(value, "empty"), textAt(value, "list")],
      [undefined, undefined, undefined],
    );
  });

  it("are lists of one where a single value stands", () => {
    assert.deepEqual(listAt(value, "text"), ["t"]);
    assert.deepEqual([listAt(value, "later"), listAt(value, "none"), listAt(value, "absent")], [[], [], []]);
    assert.deepEqual(textsAt({ names: ["a", UNKNOWN, ""] }, "names"), ["a", UNKNOWN_TEXT]);
  });

  it("are empty objects where no plain object stands", () => {
    assert.deepEqual([mapAt(value, "token"), mapAt(value, "text"), mapAt(value, "list")], [{}, {}, {}]);
    assert.deepEqual(mapAt({ inner: { a: 1 } }, "inner"), { a: 1 });
  });
});
