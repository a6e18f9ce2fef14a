import { readFileSync } from "node:fs";
import { parse, YAMLParseError } from "yaml";
import { PreviewError } from "../base/error";

/**
 * Reads a YAML file whose top level is a mapping; an empty file is an empty mapping.
 *
 * @throws {PreviewError} naming the file, when it cannot be read or is not such YAML
 */
export function readYamlFile(file: string): Record<string, unknown> {
  const content = parseFile(file);
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

function parseFile(file: string): unknown {
  try {
    return parse(readFileSync(file, "utf8"));
  } catch (error) {
    if (error instanceof YAMLParseError) {
      throw new PreviewError(`${file}: not valid YAML: ${error.message}`);
    }
    if (error instanceof Error && "code" in error) {
      throw new PreviewError(`${file}: cannot be read (${String(error.code)})`);
    }
    throw error;
  }
}
