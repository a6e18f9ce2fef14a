import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readContent } from "../../../../cli/preview/base/file-content";
import { removeTemporaryDirectories, temporaryDirectory } from "../support/temporary";

describe("the content of a file", () => {
  after(removeTemporaryDirectories);

  it("is its bytes, whatever they mean", () => {
    const file = join(temporaryDirectory(), "file");
    writeFileSync(file, Buffer.from([0xff, 0xfe, 0x61, 0x00]));
    assert.deepEqual([...readContent(file)], [0xff, 0xfe, 0x61, 0x00]);
  });

  it("is refused with the name of the file and the reason", () => {
    const folder = temporaryDirectory();
    assert.throws(() => readContent(folder), {
      name: "PreviewError",
      message: `${folder}: cannot be read (EISDIR)`,
    });
  });
});
