import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readReports, writeReport } from "../../../cli/commands/report-files";
import { removeTemporaryDirectories, temporaryDirectory } from "../preview/support/temporary";

const forms = { ".html": true, ".json": true };

describe("the files of reports", () => {
  after(removeTemporaryDirectories);

  it("have the form of their extension", () => {
    assert.deepEqual(readReports(["a/b.html", "c.json"], forms), ["a/b.html", "c.json"]);
    assert.deepEqual(readReports([], forms), []);
  });

  it("are refused with another extension", () => {
    for (const file of ["a.pdf", "html", "a.HTML", ".html"]) {
      assert.throws(() => readReports(["b.json", file], forms), {
        name: "PreviewError",
        message: `--report ${file}: the extension must be one of .html, .json`,
      });
    }
  });

  it("are written with their folders, over what was there", () => {
    const file = join(temporaryDirectory(), "deep/er/a.html");
    writeReport(file, "one");
    writeReport(file, "two");
    assert.equal(readFileSync(file, "utf8"), "two");
  });

  it("must be writable", () => {
    const directory = temporaryDirectory({ file: "" });
    assert.throws(() => writeReport(join(directory, "file/a.html"), ""), {
      name: "PreviewError",
      message: /^--report .*a\.html: E/,
    });
    assert.throws(() => writeReport(directory, ""), { name: "PreviewError", message: /EISDIR/ });
  });
});
