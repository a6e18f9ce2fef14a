import assert from "node:assert/strict";
import { renderYaml } from "../../../components/schema/render-yaml";

describe("renderYaml", () => {
  const shared = { a: 1 };
  const cases: readonly (readonly [what: string, value: unknown, text: string])[] = [
    ["a shared part twice", { one: shared, two: shared }, "one:\n  a: 1\ntwo:\n  a: 1\n"],
    ["a long line whole", { a: `${"long ".repeat(40)}end` }, `a: ${"long ".repeat(40)}end\n`],
    ["a word that YAML 1.1 reads as a boolean in quotation marks", { a: "yes" }, 'a: "yes"\n'],
    ["an octal of YAML 1.2 in quotation marks", { a: "0o17" }, 'a: "0o17"\n'],
    ["an octal of YAML 1.1 in quotation marks", { a: "0644" }, 'a: "0644"\n'],
    ["lines behind spaces in quotation marks", { a: " b\nc" }, 'a: " b\\nc"\n'],
  ];
  for (const [what, value, text] of cases) {
    it(`writes ${what}`, () => {
      assert.equal(renderYaml(value), text);
    });
  }
});
