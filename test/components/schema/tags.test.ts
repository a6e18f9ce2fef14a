import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { codeBuildTags, otherTags, tagProblems } from "../../../components/schema/tags";

describe("tagProblems", () => {
  const allowed = "letters, digits, spaces or _ . : / = + @ -";
  const key = `is not the key of a tag: give 1 to 127 ${allowed}, not starting with aws:`;

  for (const [tags, path, reason] of [
    [{ ["k".repeat(128)]: "v" }, `tags.${"k".repeat(128)}`, key],
    [{ "bad*key": "v" }, "tags.bad*key", key],
    [{ "aws:owner": "v" }, "tags.aws:owner", key],
    [{ "AWS:owner": "v" }, "tags.AWS:owner", key],
    [{ "": "v" }, "tags.", key],
    [{ owner: "v".repeat(256) }, "tags.owner", `is "${"v".repeat(76)}...: give at most 255 ${allowed}`],
    [{ owner: "<shop>" }, "tags.owner", `is "<shop>": give at most 255 ${allowed}`],
  ] as const) {
    it(`refuses ${JSON.stringify(tags).slice(0, 30)} for CodeBuild`, () => {
      assert.deepEqual(tagProblems(tags, codeBuildTags), [{ path, reason }]);
    });
  }

  it("allows one character more for other services", () => {
    const tags = { ["k".repeat(128)]: "v".repeat(256) };
    assert.deepEqual(tagProblems(tags, otherTags), []);
    assert.equal(tagProblems(tags, codeBuildTags).length, 2);
  });

  it("passes over outputs", () => {
    assert.deepEqual(tagProblems(pulumi.output({ "aws:owner": "v" }), codeBuildTags), []);
    assert.deepEqual(tagProblems({ owner: pulumi.output("<shop>") }, codeBuildTags), []);
    assert.deepEqual(tagProblems(undefined, codeBuildTags), []);
  });
});
