import assert from "node:assert/strict";
import { allTestFiles, testFilesOf } from "./unit";

describe("npm run unit", () => {
  for (const [path, files] of [
    ["components/aws/physical-name.ts", ["test/components/aws/physical-name.test.ts"]],
    ["test/arrows.test.ts", ["test/arrows.test.ts"]],
    ["./test/support/", ["test/support/run-buildspec.test.ts", "test/support/shared.test.ts"]],
  ] as const) {
    it(`finds the tests of ${path}`, () => {
      assert.deepEqual(testFilesOf(path), files);
    });
  }

  it("finds the tests of a folder of sources", () => {
    const found = testFilesOf("components/schema");
    assert.ok(found.includes("test/components/schema/vocabulary.test.ts"));
    assert.deepEqual(found, testFilesOf("test/components/schema"));
  });

  it("refuses a path without tests, and names the places where it looked", () => {
    assert.throws(() => testFilesOf("components/none.ts"), {
      message: "components/none.ts has no tests: no test/components/none.ts or test/components/none.test.ts",
    });
  });

  it("runs each test file once, the slowest first", () => {
    const all = allTestFiles();
    assert.equal(all[0], "test/components/recipes/hostile-repositories.test.ts");
    assert.equal(new Set(all).size, all.length);
    assert.deepEqual([...all].sort(), testFilesOf("test"));
  });
});
