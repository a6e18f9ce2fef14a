import assert from "node:assert/strict";
import {
  configurationProblems,
  renderConfiguration,
} from "../../../../components/pipelines/definition/action-configuration";

describe("renderConfiguration", () => {
  it("makes texts of everything, JSON of lists and maps, and nothing of what is left out", () => {
    assert.deepEqual(
      renderConfiguration({ text: "a", flag: false, count: 0, list: [1, "b"], map: { c: null }, out: undefined }),
      { text: "a", flag: "false", count: "0", list: '[1,"b"]', map: '{"c":null}' },
    );
  });

  it("divides lists of texts by commas", () => {
    assert.deepEqual(renderConfiguration({ one: ["a"], two: ["a", "b"], none: [] }), {
      one: "a",
      two: "a,b",
      none: "[]",
    });
  });
});

describe("configurationProblems", () => {
  it("counts the characters of what AWS is given", () => {
    assert.deepEqual(configurationProblems({ text: "x".repeat(1000), list: [{ x: "x".repeat(990) }] }), []);
    assert.deepEqual(configurationProblems({ text: "x".repeat(1001), list: [{ x: "x".repeat(991) }] }), [
      {
        path: "configuration.text",
        reason: "is 1001 characters long when rendered; AWS takes 1000: shorten it",
      },
      {
        path: "configuration.list",
        reason: "is 1001 characters long when rendered; AWS takes 1000: shorten it",
      },
    ]);
  });
});
