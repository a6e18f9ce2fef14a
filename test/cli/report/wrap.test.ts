import assert from "node:assert/strict";
import { counted, listOf, wrapped } from "../../../cli/report/wrap";

describe("wrapped words", () => {
  it("fill lines up to the width, and later lines start with the indent", () => {
    assert.deepEqual(wrapped(["aa", "bb", "cc", "dd"], 7, "  "), ["aa bb", "  cc dd"]);
    assert.deepEqual(wrapped(["aa", "bb", "cc"], 8, ""), ["aa bb cc"]);
  });

  it("never break a word, and are one empty line without words", () => {
    assert.deepEqual(wrapped(["a", "longer-than-the-width", "b"], 5, ""), ["a", "longer-than-the-width", "b"]);
    assert.deepEqual(wrapped([], 5, ""), [""]);
  });
});

describe("a counted noun", () => {
  it("is singular for one alone", () => {
    assert.deepEqual(
      [counted(0, "day"), counted(1, "day"), counted(2, "policy", "policies")],
      ["0 days", "1 day", "2 policies"],
    );
  });
});

describe("a list of names", () => {
  it("has the first six, and counts the others", () => {
    assert.equal(listOf([]), "");
    assert.equal(listOf(["a", "b", "c", "d", "e", "f"]), "a, b, c, d, e, f");
    assert.equal(listOf(["a", "b", "c", "d", "e", "f", "g", "h"]), "a, b, c, d, e, f and 2 more");
  });
});
