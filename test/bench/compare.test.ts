import assert from "node:assert/strict";
import { comparisonRow, median } from "./compare";

const run = (processorSeconds: number, megabytes: number) => ({ seconds: 1, processorSeconds, megabytes, stdout: "" });

describe("the comparison with another revision", () => {
  it("says the medians and the change pair by pair", () => {
    const pairs = [
      [run(2, 100), run(4, 100)],
      [run(3, 110), run(4, 100)],
      [run(9, 120), run(12, 100)],
    ] as const;
    assert.equal(comparisonRow("dev", pairs), "| dev | 4.00 s | 3.00 s | -25 % | 110 MB | +10 % |");
  });

  it("takes the number in the middle", () => {
    assert.equal(median([3, 1, 2]), 2);
  });
});
