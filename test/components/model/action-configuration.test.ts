import assert from "node:assert/strict";
import { configurationProblems, renderConfiguration } from "../../../components/model/action-configuration";

describe("renderConfiguration", () => {
  it("makes texts of everything, JSON of lists and maps, and nothing of what is left out", () => {
    assert.deepEqual(
      renderConfiguration({ text: "a", flag: false, count: 0, list: [1, "b"], map: { c: null }, out: undefined }),
      { text: "a", flag: "false", count: "0", list: '[1,"b"]', map: '{"c":null}' },
    );
  });
});

describe("configurationProblems", () => {
  it("counts the characters of what AWS is given", () => {
    assert.deepEqual(configurationProblems({ text: "x".repeat(1000), list: ["x".repeat(996)] }), []);
    assert.deepEqual(configurationProblems({ text: "x".repeat(1001), list: ["x".repeat(997)] }), [
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
