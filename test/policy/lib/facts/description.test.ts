import assert from "node:assert/strict";
import { unknownValue } from "../../../../policy/iam/value";
import { isDescribed } from "../../../../policy/lib/facts/description";

describe("a description", () => {
  for (const [text, expected] of [
    ["Key of the artifacts", true],
    ["Access", true],
    ["  logs  ", false],
    ["five5", false],
    ["", false],
    ["Managed by Pulumi", false],
    ["Managed by Terraform", false],
    ["Managed by Pulumi, for the builds", true],
    ["Not Managed by Pulumi", true],
    [undefined, false],
    [123456, false],
    [unknownValue, true],
  ] as const) {
    it(`${expected ? "describes" : "does not describe"} with ${JSON.stringify(text) ?? String(text)}`, () => {
      assert.equal(isDescribed(text), expected);
    });
  }
});
