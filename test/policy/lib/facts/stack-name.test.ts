import assert from "node:assert/strict";
import { isStack } from "../../../../policy/lib/facts/stack-name";

describe("a resource is in a stack", () => {
  const urn = "urn:pulumi:prod-eu::shop::aws:s3/bucket:Bucket::dev::logs";
  for (const [patterns, expected] of [
    [["prod-eu"], true],
    [["dev", "prod-*"], true],
    [["*"], true],
    [["prod-?u"], true],
    [["prod"], false],
    [["dev"], false],
    [["PROD-EU"], false],
    [["prod-eu::shop"], false],
    [[], false],
  ] as const) {
    it(`${expected ? "named" : "not named"} by ${JSON.stringify(patterns)}`, () => {
      assert.equal(isStack(urn, patterns), expected);
    });
  }

  it("not when its URN names none", () => {
    assert.equal(isStack("", ["*"]), false);
    assert.equal(isStack("bucket", ["*"]), false);
    assert.equal(isStack("urn:pulumi:prod", ["*"]), false);
  });
});
