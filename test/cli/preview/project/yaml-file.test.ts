import assert from "node:assert/strict";
import { join } from "node:path";
import { isRecord, parseYaml, readYamlFile } from "../../../../cli/preview/project/yaml-file";
import { removeTemporaryDirectories, temporaryDirectory } from "../support/temporary";

const fileOf = (text: string) => join(temporaryDirectory({ "a.yaml": text }), "a.yaml");
const scalar = (text: string) => readYamlFile(fileOf(`value: ${text}\n`)).value;

describe("a YAML file", () => {
  afterEach(removeTemporaryDirectories);

  for (const [text, expected] of [
    ["", null],
    ["~", null],
    ["NULL", null],
    ["True", true],
    ["yes", "yes"],
    ["FALSE", false],
    ["12", 12],
    ["1_000", 1000],
    ["010", 8],
    ["0o17", 15],
    ["0xff", 255],
    ["0b101", 5],
    ["-0x10", -16],
    ["089", 89],
    ["1.5e3", 1500],
    ["-.5", -0.5],
    ["1.2.3", "1.2.3"],
    ["18446744073709551615", 18446744073709551615n],
    ["18446744073709551616", 18446744073709552000],
    ["2026-01-02", "2026-01-02 00:00:00 +0000 UTC"],
    ["2026-1-2", "2026-01-02 00:00:00 +0000 UTC"],
    ["2026-02-30", "2026-02-30"],
    ["2026-01-02T03:04:05.600Z", "2026-01-02 03:04:05.6 +0000 UTC"],
    ["2026-01-02 03:04:05 +02:00", "2026-01-02 03:04:05 +0200 +0200"],
    ['"12"', "12"],
    ["'true'", "true"],
    ["!!str 12", "12"],
    ["[1, a]", [1, "a"]],
    ["0.0.0.0/0", "0.0.0.0/0"],
  ] as const) {
    it(`has ${typeof expected === "bigint" ? `${expected}n` : JSON.stringify(expected)} for ${text || "nothing"}`, () => {
      assert.deepEqual(scalar(text), expected);
    });
  }

  it("has text for keys, merges and an empty mapping for nothing", () => {
    assert.deepEqual(readYamlFile(fileOf("1: a\ntrue: b\n")), { 1: "a", true: "b" });
    assert.deepEqual(readYamlFile(fileOf("base: &b {x: 1}\nall: {<<: *b, y: 2}\n")), {
      base: { x: 1 },
      all: { x: 1, y: 2 },
    });
    assert.deepEqual(readYamlFile(fileOf("")), {});
    assert.deepEqual(readYamlFile(fileOf("# nothing\n")), {});
  });

  it("is refused with its name where it is none, or no mapping", () => {
    assert.throws(() => readYamlFile("/nowhere/a.yaml"), {
      name: "PreviewError",
      message: "/nowhere/a.yaml: cannot be read (ENOENT)",
    });
    assert.throws(() => readYamlFile(fileOf("- a\n")), {
      message: /a\.yaml: expected a mapping of keys to values at the top level$/,
    });
    assert.throws(() => readYamlFile(fileOf("a: [1\n")), {
      name: "PreviewError",
      message: /a\.yaml: not valid YAML: /,
    });
    assert.throws(() => readYamlFile(fileOf("a: 1\na: 2\n")), {
      message: /a\.yaml: not valid YAML: Map keys must be unique/,
    });
  });
});

describe("a record", () => {
  it("is refused where its aliases grow to more values than fit into memory", () => {
    const lists = [..."bcdefghi"].map((name) => {
      const before = String.fromCharCode(name.charCodeAt(0) - 1);
      return `${name}: &${name} [${Array(9).fill(`*${before}`).join(", ")}]`;
    });
    assert.throws(() => parseYaml(["a: &a [x, x, x]", ...lists].join("\n"), "a.yaml"), {
      name: "PreviewError",
      message: "a.yaml: not valid YAML: Excessive alias count indicates a resource exhaustion attack",
    });
  });

  it("is an object that is no list", () => {
    assert.deepEqual([{}, { a: 1 }, [], null, "a", 1, undefined].map(isRecord), [
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});
