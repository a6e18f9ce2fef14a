import assert from "node:assert/strict";
import {
  type PlaceholderKind,
  placeholder,
  placeholderIn,
  readablePlaceholders,
} from "../../../../cli/preview/base/placeholder";

describe("a placeholder", () => {
  for (const kind of ["plain", "secret"] as const satisfies readonly PlaceholderKind[]) {
    const text = placeholder(kind);
    const forms: readonly (readonly [form: string, text: string])[] = [
      ["as it is", text],
      ["inside a text", `logs-${text}-eu`],
      ["in part", `x${text.slice(2, 4)}`],
      ["in capitals", text.toUpperCase()],
      ["in a URL", `https://example.com/${encodeURIComponent(text)}`],
      ["in JSON", JSON.stringify({ a: text })],
      ["in escaped JSON", `"\\u${text.charCodeAt(0).toString(16)}"`],
      ["in hexadecimal", Buffer.from(`a${text}`).toString("hex")],
      ["in Base64", Buffer.from(text).toString("base64")],
      ["in Base64 after one byte", Buffer.from(`a${text}`).toString("base64")],
      ["in Base64 after two bytes", Buffer.from(`ab${text}`).toString("base64url")],
    ];
    for (const [form, written] of forms) {
      it(`for a ${kind} value is recognized ${form}`, () => {
        assert.equal(placeholderIn(written), kind);
      });
    }
  }

  it("is not seen in ordinary text, and a secret one outweighs a plain one", () => {
    for (const text of ["", "acme-logs", "ZXhhbXBsZQ==", "äöü €", "efa3b0", JSON.stringify({ a: "b" })]) {
      assert.equal(placeholderIn(text), undefined, text);
    }
    assert.equal(placeholderIn(placeholder("plain") + placeholder("secret")), "secret");
  });

  it("reads as [unknown]", () => {
    assert.equal(
      readablePlaceholders(`logs-${placeholder("plain")}-${placeholder("secret")}`),
      "logs-[unknown]-[unknown]",
    );
  });
});
