import assert from "node:assert/strict";
import { isAnchored } from "../../../../policy/lib/pipeline/anchored";

describe("anchored patterns", () => {
  for (const pattern of [
    "^123$",
    "^(123|456)$",
    "^123$|^456$",
    "(^123$|^456$)",
    "(?:^123$)",
    "(^1$)|(^2$)",
    "^[|]$",
    "^[a|b]$",
    "^a\\|b$",
    "^[(]$",
    "^\\(a$",
    "^a\\\\$",
    "^$",
    "(^a$|(^b$))",
    "^[\\]|b]$",
  ]) {
    it(`holds ${pattern} for anchored`, () => assert.equal(isAnchored(pattern), true));
  }

  it("holds what is nested beyond reading for loose", () => {
    assert.equal(isAnchored(`${"(".repeat(49)}^a$${")".repeat(49)}`), true);
    assert.equal(isAnchored(`${"(".repeat(9000)}^a$${")".repeat(9000)}`), false);
  });

  for (const pattern of [
    "",
    "123",
    "^123",
    "123$",
    "^123$|",
    "^123|456$",
    "(^123$|456)",
    "(^1$)|2",
    "(a)^b$",
    "^a\\$",
    "^(a|b$)",
    "(^a$)(b)",
    "(^a$x",
    "[^a$]",
    "(^a)|(b$)",
    "^a$)|(b",
  ]) {
    it(`holds ${pattern || "nothing"} for loose`, () => assert.equal(isAnchored(pattern), false));
  }
});
