import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { readSchemaFile } from "../../../components/provider/schema-file";

describe("the file of a package schema", () => {
  const folder = mkdtempSync(join(tmpdir(), "schema-"));
  const file = join(folder, "schema.json");

  after(() => rmSync(folder, { recursive: true }));

  it("is an error when it is missing", () => {
    assert.throws(() => readSchemaFile(file), { code: "ENOENT", path: `${file}.br` });
  });

  it("is compressed in a published package", () => {
    writeFileSync(`${file}.br`, brotliCompressSync('{"name":"é, published"}'));
    assert.equal(readSchemaFile(file), '{"name":"é, published"}');
  });

  it("is plain in the repository, even beside a compressed file of an earlier package", () => {
    writeFileSync(file, '{"name":"ü, built"}');
    assert.equal(readSchemaFile(file), '{"name":"ü, built"}');
  });
});
