import assert from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import { coloured, plain, showsColours } from "../../../cli/report/style";
import { typeName } from "../../../cli/report/type-name";

describe("the style of text", () => {
  it("is plain, or has colours that can be taken away", () => {
    assert.equal(plain("bad", "text"), "text");
    for (const emphasis of ["heading", "good", "bad", "warning", "change", "quiet"] as const) {
      assert.equal(stripVTControlCharacters(coloured(emphasis, "text")), "text");
    }
  });

  it("has colours on a terminal, unless NO_COLOR says otherwise", () => {
    for (const [isTTY, NO_COLOR, expected] of [
      [true, undefined, true],
      [true, "", true],
      [true, "1", false],
      [false, undefined, false],
      [undefined, undefined, false],
    ] as const) {
      assert.equal(showsColours({ isTTY }, { NO_COLOR }), expected);
    }
  });
});

describe("the name of a type", () => {
  for (const [type, expected] of [
    ["aws:s3/bucket:Bucket", "aws:s3:Bucket"],
    ["aws:s3/bucketV2:BucketV2", "aws:s3:BucketV2"],
    ["aws:s3/other:Bucket", "aws:s3/other:Bucket"],
    ["aws-pipelines:index:Pipeline", "aws-pipelines:index:Pipeline"],
    ["pulumi:pulumi:Stack", "pulumi:pulumi:Stack"],
    ["pulumi:providers:aws", "pulumi:providers:aws"],
    ["a:b/c:C:d", "a:b/c:C:d"],
    ["", ""],
  ] as const) {
    it(`of ${type || "nothing"} is ${expected || "empty"}`, () => assert.equal(typeName(type), expected));
  }
});
