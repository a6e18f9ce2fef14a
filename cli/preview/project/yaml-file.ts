import { parseDocument, type Scalar, visit } from "yaml";
import { PreviewError } from "../base/error";
import { readContent } from "../base/file-content";

const DECIMAL = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const DATE =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt]|\s+)(\d{1,2}):(\d{1,2}):(\d{1,2})(\.\d+)?\s*(Z|[-+]\d{2}:\d{2})?)?$/;
const CONSTANTS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ...["", "~", "null", "Null", "NULL"].map((text) => [text, null] as const),
  ...["true", "True", "TRUE"].map((text) => [text, true] as const),
  ...["false", "False", "FALSE"].map((text) => [text, false] as const),
]);

/**
 * Reads a YAML file whose top level is a mapping; an empty file is an empty mapping. Plain scalars have the types that
 * the Pulumi CLI gives them. `1_000` is a number, `010` is octal, and a date is a text such as
 * `2026-01-02 00:00:00 +0000 UTC`. An integer beyond 53 bits is a `bigint`.
 *
 * @throws {PreviewError} naming the file, when the file is unreadable or not such YAML
 */
export function readYamlFile(file: string): Record<string, unknown> {
  const content = parseYaml(readContent(file).toString("utf8"), file);
  if (content === null || content === undefined) {
    return {};
  }
  if (!isRecord(content)) {
    throw new PreviewError(`${file}: expected a mapping of keys to values at the top level`);
  }
  return content;
}

/** Whether the value is an object with string keys. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Parses YAML with the types that the Pulumi CLI gives to plain scalars.
 *
 * @throws {PreviewError} naming the file, when the text is not such YAML
 */
export function parseYaml(text: string, file: string): unknown {
  // The failsafe schema leaves every scalar as text, so that the types are decided here.
  const document = parseDocument(text, { schema: "failsafe", merge: true, logLevel: "silent" });
  const [problem] = document.errors;
  if (problem !== undefined) {
    throw new PreviewError(`${file}: not valid YAML: ${problem.message}`);
  }
  visit(document, {
    Scalar: (key, node) => {
      if (key !== "key") {
        node.value = scalarValue(node);
      }
    },
  });
  try {
    return document.toJS();
  } catch (error) {
    // Aliases of aliases, which would grow to more values than fit into memory.
    if (error instanceof ReferenceError) {
      throw new PreviewError(`${file}: not valid YAML: ${error.message}`);
    }
    throw error;
  }
}

function scalarValue(node: Scalar): unknown {
  return typeof node.value === "string" && !isText(node) ? plainValue(node.value) : node.value;
}

/** Whether a scalar is text whatever it looks like, because of its form or its tag. */
export function isText({ tag, type }: Pick<Scalar, "tag" | "type">): boolean {
  return tag === undefined ? type !== "PLAIN" : tag === "tag:yaml.org,2002:str";
}

/** The value of a plain scalar, by the rules of the CLI's YAML library. */
export function plainValue(text: string): unknown {
  if (CONSTANTS.has(text)) {
    return CONSTANTS.get(text);
  }
  const digits = text.replaceAll("_", "");
  if (!/^[-+.\d]/.test(text)) {
    return text;
  }
  return dateOf(text) ?? integerOf(digits) ?? (DECIMAL.test(digits) ? Number(digits) : text);
}

function integerOf(text: string): number | bigint | undefined {
  const [, sign = "", digits = ""] =
    /^([-+]?)(0[xX][\da-fA-F]+|0[bB][01]+|0[oO][0-7]+|0[0-7]*|[1-9]\d*)$/.exec(text) ?? [];
  if (digits === "") {
    return undefined;
  }
  const value = BigInt(/^0\d/.test(digits) ? `0o${digits.slice(1)}` : digits) * (sign === "-" ? -1n : 1n);
  if (value > 0xffff_ffff_ffff_ffffn || value < -(2n ** 63n)) {
    return undefined;
  }
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

/** A date as Go prints it. */
function dateOf(text: string): string | undefined {
  const [, year = "", month = "", day = "", hour = "0", minute = "0", second = "0", fraction = "", zone = "Z"] =
    DATE.exec(text) ?? [];
  const two = (part: string) => part.padStart(2, "0");
  const date = `${year}-${two(month)}-${two(day)}`;
  const time = `${two(hour)}:${two(minute)}:${two(second)}`;
  const parsed = new Date(`${date}T${time}Z`);
  if (year === "" || Number.isNaN(parsed.getTime()) || parsed.getUTCDate() !== Number(day)) {
    return undefined;
  }
  const offset = zone === "Z" ? "+0000 UTC" : `${zone.replace(":", "")} ${zone.replace(":", "")}`;
  return `${date} ${time}${fraction.replace(/\.?0+$/, "")} ${offset}`;
}
