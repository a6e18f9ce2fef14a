import assert from "node:assert/strict";
import { describeProblems, within } from "../../../components/schema/problem";

describe("within", () => {
  it("prefixes paths as code writes them", () => {
    const problems = ["name", "[0].name", ""].map((path) => ({ path, reason: "is wrong" }));
    assert.deepEqual(within("stages", problems), [
      { path: "stages.name", reason: "is wrong" },
      { path: "stages[0].name", reason: "is wrong" },
      { path: "stages", reason: "is wrong" },
    ]);
  });
});

describe("describeProblems", () => {
  it("says one problem", () => {
    assert.equal(
      describeProblems("The pipeline", [{ path: "stages", reason: "is missing" }]),
      "The pipeline has a problem:\n  stages: is missing",
    );
  });

  it("says several, a line each, and counts them", () => {
    assert.equal(
      describeProblems("The pipeline", [
        { path: "", reason: "is no object" },
        { path: "a", reason: "is wrong" },
      ]),
      "The pipeline has 2 problems:\n  is no object\n  a: is wrong",
    );
  });
});
