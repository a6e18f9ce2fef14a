import assert from "node:assert/strict";
import { diagnosticLines } from "../../../cli/report/diagnostics";
import { plain } from "../../../cli/report/style";

const bucket = "urn:pulumi:dev::shop::aws:s3/bucket:Bucket::logs";
const root = "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev";

describe("the list of messages", () => {
  it("has them under their resources, with their severity", () => {
    const lines = diagnosticLines(
      [
        { severity: "info", message: "first\nsecond\n", urn: bucket },
        { severity: "warning", message: "beware" },
        { severity: "error", message: "broken", urn: bucket },
        { severity: "info#err", message: "a\n\nb" },
      ],
      root,
      plain,
    );
    assert.deepEqual(lines, [
      "  aws:s3:Bucket (logs):",
      "    first",
      "    second",
      "    error: broken",
      "  pulumi:pulumi:Stack (shop-dev):",
      "    warning: beware",
      "    a",
      "",
      "    b",
    ]);
  });

  it("has no heading where there is no stack", () => {
    assert.deepEqual(diagnosticLines([{ severity: "error", message: "x" }], "", plain), ["    error: x"]);
    assert.deepEqual(diagnosticLines([], root, plain), []);
  });

  it("paints the severity alone", () => {
    const paint = (emphasis: string, text: string) => `<${emphasis}>${text}`;
    assert.deepEqual(diagnosticLines([{ severity: "error", message: "x", urn: bucket }], root, paint), [
      "  <change>aws:s3:Bucket (logs):",
      "    <bad>error: x",
    ]);
  });
});
