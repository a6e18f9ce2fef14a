import assert from "node:assert/strict";
import { RunError } from "@pulumi/pulumi";
import { refuse, requireValue } from "../../../components/schema/refuse";

const problems = [
  { path: "stages[0].name", reason: "is missing: give text" },
  { path: "", reason: "is empty: give YAML or JSON" },
];
const message = "Pipeline shop has 2 problems:\n  stages[0].name: is missing: give text\n  is empty: give YAML or JSON";

describe("refuse", () => {
  it("ends the program with every problem in the message of one RunError", () => {
    assert.throws(() => refuse("Pipeline shop", problems), new RunError(message));
    assert.throws(() => refuse("Pipeline shop", problems), RunError);
  });

  it("lets a subject without problems pass", () => {
    refuse("Pipeline shop", []);
  });
});

describe("requireValue", () => {
  it("returns the value of a reading, a falsy one too", () => {
    const value = { name: "shop" };
    assert.equal(requireValue("Pipeline shop", { value, problems: [] }), value);
    for (const falsy of [0, "", false, null]) {
      assert.equal(requireValue("Pipeline shop", { value: falsy, problems: [] }), falsy);
    }
  });

  it("ends the program with the problems of a reading, whether or not it has a value", () => {
    for (const value of [undefined, { name: "shop" }]) {
      assert.throws(() => requireValue("Pipeline shop", { value, problems }), new RunError(message));
    }
  });

  it("never returns a missing value: a reading without value and problem is a defect", () => {
    assert.throws(
      () => requireValue("Pipeline shop", { value: undefined, problems: [] }),
      (error) =>
        error instanceof Error &&
        !(error instanceof RunError) &&
        error.message === "Pipeline shop has neither a value nor a problem.",
    );
  });
});
