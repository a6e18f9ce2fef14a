import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readTextFile } from "../../../cli/commands/text-file";
import { removeTemporaryDirectories, temporaryDirectory } from "../preview/support/temporary";

describe("a text file of a command", () => {
  after(removeTemporaryDirectories);

  for (const [encoding, bytes] of [
    ["UTF-8", Buffer.from("naïve")],
    ["UTF-8 with a byte order mark", Buffer.from("\ufeffnaïve")],
    ["UTF-16", Buffer.from("\ufeffnaïve", "utf16le")],
  ] as const) {
    it(`may be in ${encoding}`, () => {
      const file = join(temporaryDirectory(), "file.json");
      writeFileSync(file, bytes);
      assert.equal(readTextFile(file), "naïve");
    });
  }

  it("is named when it cannot be read", () => {
    assert.throws(() => readTextFile("/nowhere/a.json"), {
      name: "PreviewError",
      message: "/nowhere/a.json: cannot be read (ENOENT)",
    });
  });
});
