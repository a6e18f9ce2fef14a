import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PreviewError } from "../../../../cli/preview/base/error";
import { readJsonFile } from "../../../../cli/preview/project/json-file";

describe("a JSON file", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "json-file-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  it("is read whatever its top level is", () => {
    const file = join(folder, "list.json");
    writeFileSync(file, '[1, { "a": null }]');
    assert.deepEqual(readJsonFile(file), [1, { a: null }]);
  });

  it("is refused by its name when it is no JSON", () => {
    const file = join(folder, "wrong.json");
    writeFileSync(file, "{ a: 1 }");
    assert.throws(
      () => readJsonFile(file),
      (error: unknown) => error instanceof PreviewError && error.message.startsWith(`${file}: `),
    );
  });

  it("is refused by its name when there is none", () => {
    const file = join(folder, "missing.json");
    assert.throws(() => readJsonFile(file), {
      name: "PreviewError",
      message: `${file}: ENOENT: no such file or directory, open '${file}'`,
    });
  });
});
