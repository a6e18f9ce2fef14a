import assert from "node:assert/strict";
import { globMatches } from "../../../cli/insight/path-glob";

/** Pattern, a text that matches, a text that does not. The first rows are AWS's own examples. */
const cases: readonly (readonly [string, string, string])[] = [
  ["*.java", "Main.java", "src/Main.java"],
  ["*.*", "a.b", "ab"],
  ["*.{java,class}", "A.class", "A.jar"],
  ["foo.?", "foo.c", "foo.cc"],
  ["my-subdirectory/*", "my-subdirectory/a", "my-subdirectory/a/b"],
  ["my-subdirectory/**", "my-subdirectory/a/b", "other/a"],
  ["**.md", "docs/a/README.md", "docs/README.txt"],
  ["services/**/test/*.ts", "services/cart/unit/test/a.ts", "services/test.ts"],
  ["v[0-9].*", "v1.2", "va.2"],
  ["release-[!0]", "release-1", "release-0"],
  ["a\\*b", "a*b", "axb"],
  ["a+(b)", "a+(b)", "aab"],
  ["main", "main", "main2"],
];

describe("a pattern of CodePipeline's filters", () => {
  for (const [pattern, match, other] of cases) {
    it(`${pattern} matches ${match} and not ${other}`, () => {
      assert.deepEqual([globMatches(pattern, match), globMatches(pattern, other)], [true, false]);
    });
  }

  it("keeps sets and single characters inside a folder", () => {
    assert.deepEqual([globMatches("a?b", "a/b"), globMatches("a[!x]b", "a/b")], [false, false]);
  });

  it("matches nothing where a group stays open", () => {
    assert.equal(globMatches("{a,b", "a"), false);
  });
});
