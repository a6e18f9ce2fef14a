import { existsSync, readFileSync } from "node:fs";
import { isAlias, isPair, isScalar, LineCounter, parseDocument, visit } from "yaml";

/** One value in a stack's settings file. */
export interface Setting {
  /** The last key on the way to the value. */
  readonly key: string;
  readonly value: string | number | boolean;
  /** Line of the value, from 1. */
  readonly line: number;
}

/** The settings file of a stack with each plain value in it. Encrypted values are left out. */
export interface SettingLines {
  /** Path of the file, relative to the project. */
  readonly file: string;
  readonly values: readonly Setting[];
}

/** Reads where the values of a settings file stand. A file that is absent has none. */
export function settingLines(path: string, file: string): SettingLines {
  const lines = new LineCounter();
  const document = parseDocument(existsSync(path) ? readFileSync(path, "utf8") : "", {
    lineCounter: lines,
    logLevel: "silent",
  });
  const values: Setting[] = [];
  visit(document, {
    Scalar: (position, { value, range }, path) => {
      const pair = path.findLast((node) => isPair(node));
      const key = isScalar(pair?.key) ? String(pair.key.value) : "";
      const isPlain = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
      if (position !== "key" && isPlain && key !== "secure" && !path.some((node) => isAlias(node))) {
        values.push({ key, value, line: lines.linePos(range?.[0] ?? 0).line });
      }
    },
  });
  return { file, values };
}
