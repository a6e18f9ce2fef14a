import assert from "node:assert/strict";
import { escapeHtml, goJson } from "../../../../cli/preview/project/go-json";

describe("JSON as Go writes it", () => {
  for (const [value, expected] of [
    [{ b: 1, a: { d: null, c: true } }, '{"a":{"c":true,"d":null},"b":1}'],
    [{ B: 1, a: 2, A: 3 }, '{"A":3,"B":1,"a":2}'],
    [[2, "1", []], '[2,"1",[]]'],
    [2n ** 63n, "9223372036854775808"],
    ["<a href='x'>&</a>", "\"\\u003ca href='x'\\u003e\\u0026\\u003c/a\\u003e\""],
    [{ "<": "\u2028\u2029" }, '{"\\u003c":"\\u2028\\u2029"}'],
    ['quote " and \\', '"quote \\" and \\\\"'],
    [{}, "{}"],
    [null, "null"],
  ] as const) {
    it(`is ${expected}`, () => assert.equal(goJson(value), expected));
  }

  it("can still be read", () => {
    const value = { text: "<&>\u2028", list: [1, { z: 1, a: 2 }] };
    assert.deepEqual(JSON.parse(goJson(value)), value);
    assert.equal(escapeHtml("a > b"), "a \\u003e b");
  });
});
