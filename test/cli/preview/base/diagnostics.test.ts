import assert from "node:assert/strict";
import { Diagnostics } from "../../../../cli/preview/base/diagnostics";
import { placeholder } from "../../../../cli/preview/base/placeholder";

describe("the messages of a preview", () => {
  it("stay in their order, with the resource where there is one", () => {
    const diagnostics = new Diagnostics();
    diagnostics.add("info", "one", "urn:a");
    diagnostics.add("error", "two");
    diagnostics.add("error", "two");
    assert.deepEqual(diagnostics.entries, [
      { severity: "info", message: "one", urn: "urn:a" },
      { severity: "error", message: "two" },
      { severity: "error", message: "two" },
    ]);
  });

  it("are said once where that is asked for: by severity, resource and text", () => {
    const diagnostics = new Diagnostics();
    for (const [severity, urn] of [
      ["warning", ""],
      ["warning", ""],
      ["warning", "urn:a"],
      ["error", ""],
    ] as const) {
      diagnostics.once(severity, "again", urn);
    }
    assert.deepEqual(
      diagnostics.entries.map(({ severity, urn }) => [severity, urn]),
      [
        ["warning", undefined],
        ["warning", "urn:a"],
        ["error", undefined],
      ],
    );
  });

  it("hold no terminal escapes, no placeholders and no secrets", () => {
    const diagnostics = new Diagnostics((text) => text.replaceAll("hunter2", "[secret]"));
    diagnostics.add("info", `\u001b[31mred\u001b[0m hunter2 ${placeholder("plain")} \u001b[2Jhun\u001b[0mter2`);
    assert.deepEqual(diagnostics.entries, [{ severity: "info", message: "red [secret] [unknown] [secret]" }]);
  });
});
