import assert from "node:assert/strict";
import { besideGoal, longestChain } from "./goals";

describe("a figure of the bench", () => {
  it("stands beside its goal, and says that it misses one", () => {
    assert.equal(besideGoal(0.444, 0.5), "0.44 (goal 0.50)");
    assert.equal(besideGoal(1.2, 1), "1.20, misses the goal 1.00");
    assert.equal(besideGoal(1.2, undefined), "1.20");
    assert.equal(besideGoal(Number.NaN, 1), "");
  });
});

describe("the longest chain of dependencies", () => {
  it("has the resources that wait for each other, without components", () => {
    const states = [
      { urn: "stack", custom: false },
      { urn: "key", custom: true },
      { urn: "component", custom: false, dependencies: ["key"] },
      { urn: "bucket", custom: true, dependencies: ["component"] },
      { urn: "role", custom: true, dependencies: [] },
      { urn: "pipeline", custom: true, dependencies: ["role", "bucket", "elsewhere"] },
    ];
    assert.deepEqual(longestChain(states), ["key", "bucket", "pipeline"]);
  });

  it("has the children of a component that waits", () => {
    const states = [
      { urn: "key", custom: true },
      { urn: "component", custom: false, dependencies: ["key"] },
      { urn: "bucket", custom: true, parent: "component" },
      { urn: "policy", custom: true, parent: "component", dependencies: ["bucket"] },
    ];
    assert.deepEqual(longestChain(states), ["key", "bucket", "policy"]);
  });

  it("of nothing is empty", () => {
    assert.deepEqual(longestChain([]), []);
  });
});
