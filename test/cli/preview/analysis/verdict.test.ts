import assert from "node:assert/strict";
import { levelNamed } from "../../../../cli/preview/analysis/level";
import { isViolated } from "../../../../cli/preview/analysis/verdict";
import { pack, policy } from "../../report/verdicts";

const violation = (level: "advisory" | "mandatory" | "disabled") => ({ urn: "urn:a", level, message: "x" });

describe("a preview is violated", () => {
  it("by one violation of a mandatory policy in any pack", () => {
    const clean = pack(policy("a"));
    assert.equal(
      isViolated([
        clean,
        pack(policy("b"), policy("c", { violations: [violation("advisory"), violation("mandatory")] })),
      ]),
      true,
    );
  });

  it("by nothing else: the level of the violation counts, not that of the policy", () => {
    assert.equal(isViolated([]), false);
    assert.equal(
      isViolated([pack(policy("a", { violations: [violation("advisory"), violation("disabled")] }))]),
      false,
    );
  });
});

describe("the level of a policy", () => {
  it("has one of four names", () => {
    for (const level of ["advisory", "mandatory", "remediate", "disabled"]) {
      assert.equal(levelNamed(level), level);
    }
    for (const other of ["Mandatory", "", "toString", undefined, null, 1, ["advisory"]]) {
      assert.equal(levelNamed(other), undefined);
    }
  });
});
