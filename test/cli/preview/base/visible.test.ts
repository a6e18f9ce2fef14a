import assert from "node:assert/strict";
import { PreviewError } from "../../../../cli/preview/base/error";
import { visible } from "../../../../cli/preview/base/visible";

describe("text with names from a repository", () => {
  const hostile = "\u001b[2Kclean\r\u0007 \u202e\u200b";

  it("shows its control characters, and those that hide or turn text", () => {
    assert.equal(visible(hostile), "\\u{1b}[2Kclean\\u{d}\\u{7} \\u{202e}\\u{200b}");
  });

  it("stays as it is otherwise, in any language and with its lines", () => {
    const plain = "name: Übung\n\t日本 ✓\r\n😀";
    assert.equal(visible(plain), plain);
  });

  it("is the message of an error of the preview", () => {
    assert.equal(new PreviewError(hostile).message, visible(hostile));
  });
});
