import assert from "node:assert/strict";
import fc from "fast-check";
import { globMatches, globMatchesIgnoringCase, globsOverlap, hasWildcard } from "../../../policy/iam/glob";

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

describe("globsOverlap", () => {
  for (const [one, other, overlaps] of [
    ["", "", true],
    ["", "*", true],
    ["", "?", false],
    ["shop", "shop", true],
    ["shop", "shops", false],
    ["shop-*", "*-image", true],
    ["shop-*", "app-*", false],
    ["a*c", "ab*", true],
    ["a?c", "*b*", true],
    ["a?", "?b", true],
    ["a?", "?bc", false],
    ["*a*", "*b*", true],
  ] as const) {
    it(`says that "${one}" and "${other}" ${overlaps ? "have" : "do not have"} a text in common`, () => {
      assert.equal(globsOverlap(one, other), overlaps);
      assert.equal(globsOverlap(other, one), overlaps);
    });
  }

  it("agrees with matching when one of the two is plain text", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 8 });
    const pattern = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 6 });
    fc.assert(
      fc.property(pattern, text, (glob, plain) => assert.equal(globsOverlap(glob, plain), globMatches(glob, plain))),
      { numRuns: 1000 },
    );
  });

  it("finds whatever text both match", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 5 });
    const pattern = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 5 });
    fc.assert(
      fc.property(pattern, pattern, text, (one, other, candidate) => {
        if (globMatches(one, candidate) && globMatches(other, candidate)) {
          assert.equal(globsOverlap(one, other), true);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
