import assert from "node:assert/strict";
import { isAnchored } from "../../../policy/lib/anchored";

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
