import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { readTable } from "../../../policy/iam/table-file";

describe("a table of the pack", () => {
  const folder = mkdtempSync(join(tmpdir(), "table-"));
  const file = join(folder, "table.json");

  after(() => rmSync(folder, { recursive: true }));

  it("is an error when its file is missing", () => {
    assert.throws(() => readTable(file), { code: "ENOENT", path: `${file}.br` });
  });

  it("is read from the compressed file of a published pack", () => {
    writeFileSync(`${file}.br`, brotliCompressSync('{"name":"é, published"}'));
    assert.deepEqual(readTable(file), { name: "é, published" });
  });

  it("is read from the file of the repository, even beside a compressed file of an earlier package", () => {
    writeFileSync(file, '{"name":"ü, built"}');
    assert.deepEqual(readTable(file), { name: "ü, built" });
  });
});
