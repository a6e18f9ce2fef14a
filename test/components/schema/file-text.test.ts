import assert from "node:assert/strict";
import { fileText } from "../../../components/schema/file-text";

describe("fileText", () => {
  it("decodes UTF-16 by its byte order mark, and takes everything else for UTF-8", () => {
    const text = "name: Köln";
    const utf16 = Buffer.from(`\uFEFF${text}`, "utf16le");
    for (const content of [text, Buffer.from(text), utf16, Buffer.from(utf16).swap16()]) {
      assert.equal(fileText(content), text);
    }
  });
});
