import assert from "node:assert/strict";
import fc from "fast-check";
import { globMatches, globMatchesIgnoringCase, hasWildcard } from "../../../policy/lib/glob";

const cases: readonly [pattern: string, text: string, matches: boolean][] = [
  ["", "", true],
  ["", "a", false],
  ["abc", "abc", true],
  ["abc", "abcd", false],
  ["abc", "ABC", false],
  ["a*", "a", true],
  ["a?", "a", false],
  ["a?c", "abc", true],
  ["*c", "abcabc", true],
  ["a*b*c", "a--b--b-c", true],
  ["a*b*c", "a--b--b-d", false],
  ["a.c", "abc", false],
  ["**", "", true],
  ["shop-*-image", "shop-dev-image", true],
  ["shop-*-image", "shop-dev-image-2", false],
];

describe("globMatches", () => {
  for (const [pattern, text, matches] of cases) {
    it(`${matches ? "matches" : "does not match"} "${text}" with "${pattern}"`, () => {
      assert.equal(globMatches(pattern, text), matches);
    });
  }

  it("agrees with the regular expression that a pattern stands for", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "."), maxLength: 8 });
    const pattern = fc.string({ unit: fc.constantFrom("a", "b", ".", "*", "?"), maxLength: 6 });
    fc.assert(
      fc.property(pattern, text, (glob, candidate) => {
        const expression = new RegExp(`^${glob.replace(/\./g, "\\.").replace(/\*/g, ".*").replace(/\?/g, ".")}$`);
        assert.equal(globMatches(glob, candidate), expression.test(candidate));
      }),
      { numRuns: 1000 },
    );
  });

  it("answers for a pattern with many stars that leads nowhere", () => {
    assert.equal(globMatches("*a".repeat(40), "a".repeat(39).concat("b".repeat(1000))), false);
  });

  it("compares actions without regard to case", () => {
    assert.equal(globMatchesIgnoringCase("S3:get*", "s3:GetObject"), true);
    assert.equal(globMatchesIgnoringCase("S3:put*", "s3:GetObject"), false);
  });

  it("knows a wildcard", () => {
    assert.deepEqual(["a*", "a?", "a"].map(hasWildcard), [true, true, false]);
  });
});
