import assert from "node:assert/strict";
import { isDestroyWord, saysItDestroys } from "../../../../policy/lib/destroy/names";

describe("a name says that its owner destroys", () => {
  for (const [expected, ...names] of [
    [true, "shop-destroy"],
    [true, "ShopTeardown"],
    [true, "decommission_shop"],
    [true, "Deploy", "shop-destroy-run"],
    [false, "destroyer"],
    [false, "selfdestroying"],
    [false, "destroy-preview"],
    [false, "TerraformPlanDestroy"],
    [false, "destroy", "dry-run"],
    [false, "shop"],
    [false, ""],
    [false],
  ] as const) {
    it(`${expected ? "with" : "not with"} ${names.map((name) => name || "empty text").join(" and ") || "no name"}`, () => {
      assert.equal(saysItDestroys(...names), expected);
    });
  }

  it("by one of three words, unless one of eight says that it only looks", () => {
    assert.deepEqual(["destroy", "teardown", "decommission", "down", "delete", "Destroy"].map(isDestroyWord), [
      ...[true, true, true],
      ...[false, false, false],
    ]);
    for (const word of ["preview", "plan", "dry", "diff", "check", "verify", "list", "show"]) {
      assert.equal(saysItDestroys(`${word}-destroy`), false, word);
    }
  });
});
