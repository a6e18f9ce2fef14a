import assert from "node:assert/strict";
import { remembered } from "../../../../policy/lib/facts/remembered";

describe("a remembered function of a text", () => {
  it("computes each result once", () => {
    const asked: string[] = [];
    const lengthOf = remembered((text) => {
      asked.push(text);
      return text.length;
    });
    assert.deepEqual(["a", "bb", "a", "bb"].map(lengthOf), [1, 2, 1, 2]);
    assert.deepEqual(asked, ["a", "bb"]);
  });

  it("forgets all after a thousand texts", () => {
    let asked = 0;
    const count = remembered(() => {
      asked += 1;
      return asked;
    });
    const texts = Array.from({ length: 1001 }, (_, index) => `${index}`);
    texts.forEach(count);
    assert.equal(count("1000"), 1001);
    assert.equal(count("0"), 1002);
  });
});
