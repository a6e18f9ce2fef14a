import assert from "node:assert/strict";
import { environmentNameProblems } from "../../../components/infrastructure/environment-name";

const rule = (longest: number) =>
  `give 2 to ${longest} lower-case letters, digits or single hyphens, starting with a letter`;

describe("the name of an environment", () => {
  for (const good of ["ab", "shop-dev", "a".repeat(40), "s3-2"]) {
    it(`may be ${good}`, () => {
      assert.deepEqual(environmentNameProblems(good), []);
    });
  }

  // A bucket takes two hyphens in a row, and an image repository, which has the same name, does not.
  for (const bad of [
    ...["a", "a".repeat(41), "Shop", "1shop", "shop_dev", "shop-", "-shop", "shop--dev", "shop.dev", "", "shop\n"],
    "#{variables.name}",
  ]) {
    it(`must not be ${JSON.stringify(bad)}`, () => {
      assert.deepEqual(environmentNameProblems(bad), [
        { path: "name", reason: `is ${JSON.stringify(bad)}: ${rule(40)}, such as shop-dev` },
      ]);
    });
  }

  it("has the limit and the end that a component needs", () => {
    const end = (name: string) => environmentNameProblems(name, 16, "-destroy").map(({ reason }) => reason);
    assert.deepEqual(end("shop-dev-destroy"), []);
    assert.deepEqual(end("shop-dev"), [`is "shop-dev": ${rule(16)} and ending in -destroy, such as shop-dev-destroy`]);
    assert.deepEqual(end("shop-prod-destroy"), [
      `is "shop-prod-destroy": ${rule(16)} and ending in -destroy, such as shop-dev-destroy`,
    ]);
  });
});
