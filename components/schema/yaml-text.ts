import { type Document, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, type Tags, visit } from "yaml";
import type { Problem } from "./problem";
import { renderPath } from "./vocabulary";

/** The content of a YAML or JSON text. */
export interface YamlText {
  /** The content; undefined when the text itself has problems. */
  readonly value: unknown;
  /** Problems of the text itself. */
  readonly problems: readonly Problem[];
  /** Returns the line of a path, or of its nearest ancestor. Upper and lower case do not count. */
  lineOf(path: string): number | undefined;
  /** Whether the text has the value at a path in quotation marks. */
  isQuoted(path: string): boolean;
}

/**
 * Parses YAML, or JSON, which is YAML too. Merge keys (`<<`) are resolved. A number keeps its spelling where JavaScript
 * would print another one: `1.10` and `012345678901` are text.
 *
 * @param tags - further tags of the format
 * @param tagAdvice - the fix for an unknown tag
 */
export function parseYamlText(
  text: string,
  tags: Tags = [],
  tagAdvice = "no tag is allowed; write the value",
): YamlText {
  if (text.includes("\u0000")) {
    return refused(["is not UTF-8 text: save the file as UTF-8"]);
  }
  const lineCounter = new LineCounter();
  const document = parseDocument(text, {
    customTags: tags,
    lineCounter,
    logLevel: "error",
    merge: true,
    prettyErrors: true,
  });
  const broken = [...document.errors, ...document.warnings].map(({ code, message }) =>
    textProblem(code, message, tagAdvice),
  );
  const reasons = [...broken, ...aliasProblems(document)];
  if (reasons.length > 0) {
    return refused(reasons);
  }
  visit(document, { Scalar: asWritten });
  try {
    return { value: document.toJS(), problems: [], ...findPlaces(document, lineCounter) };
  } catch (error) {
    if (error instanceof ReferenceError) {
      return refused([`${error.message}: write the values`]);
    }
    throw error;
  }
}

/**
 * Adds the line of each problem to its path, as `account (line 6)`.
 *
 * @param file - name of the file, for messages about several: `account (Pulumi.dev.yaml:6)`
 */
export function withLines(problems: readonly Problem[], lineOf: YamlText["lineOf"], file?: string): Problem[] {
  return problems.map(({ path, reason }) => {
    const line = lineOf(path);
    const place = file === undefined ? `line ${line}` : `${file}:${line}`;
    return {
      path: line === undefined ? path : path === "" ? place : `${path} (${place})`,
      reason: inYamlWords(reason),
    };
  });
}

/** A reason for authors of YAML, who need quotation marks where YAML reads a number, a boolean, null or a map. */
export function inYamlWords(reason: string): string {
  return reason.replace(/^(is (?!missing).*: give text)$/, "$1, in quotation marks");
}

function refused(reasons: readonly string[]): YamlText {
  return {
    value: undefined,
    problems: reasons.map((reason) => ({ path: "", reason })),
    lineOf: () => undefined,
    isQuoted: () => false,
  };
}

function asWritten(_key: unknown, node: unknown): void {
  if (isScalar(node) && typeof node.value === "number" && node.source !== String(node.value)) {
    node.value = node.source;
  }
}

function findPlaces(document: Document.Parsed, counter: LineCounter): Pick<YamlText, "lineOf" | "isQuoted"> {
  const lines = new Map<string, number>();
  const quoted = new Set<string>();
  const add = (keys: readonly PropertyKey[], node: unknown) => {
    if (isNode(node) && node.range) {
      lines.set(renderPath(keys).toLowerCase(), counter.linePos(node.range[0]).line);
    }
  };
  const walk = (node: unknown, keys: readonly PropertyKey[]): void => {
    if (isMap(node)) {
      for (const { key, value } of node.items) {
        const inner = [...keys, String(isScalar(key) ? key.value : key)];
        add(inner, key);
        if (isScalar(value) && (value.type === "QUOTE_DOUBLE" || value.type === "QUOTE_SINGLE")) {
          quoted.add(renderPath(inner));
        }
        walk(value, inner);
      }
    } else if (isSeq(node)) {
      node.items.forEach((item, index) => {
        add([...keys, index], item);
        walk(item, [...keys, index]);
      });
    }
  };
  walk(document.contents, []);
  const lineOf = (path: string) => {
    for (let at = path.toLowerCase(); at !== ""; at = at.replace(/(\.[^.[\]]*|\[\d+\]|^[^.[\]]+)$/, "")) {
      const line = lines.get(at);
      if (line !== undefined) {
        return line;
      }
      if (!/(\.[^.[\]]*|\[\d+\]|^[^.[\]]+)$/.test(at)) {
        return undefined;
      }
    }
    return undefined;
  };
  return { lineOf, isQuoted: (path) => quoted.has(path) };
}

function aliasProblems(document: Document.Parsed): string[] {
  const found: string[] = [];
  visit(document, {
    Alias(_key, alias, around) {
      const meant = alias.resolve(document);
      if (meant === undefined) {
        found.push(`The alias *${alias.source} has no anchor before it: write the value`);
      } else if (around.includes(meant)) {
        found.push(`The alias *${alias.source} is inside its own anchor: write the value`);
      }
    },
  });
  return found;
}

/** One line about a problem of the text: what is wrong, where, and the fix. */
function textProblem(code: string, message: string, tagAdvice: string): string {
  const [first = message] = message.split("\n");
  const said = first.replace(/:$/, "");
  switch (code) {
    case "TAG_RESOLVE_FAILED":
      return `${said}: ${tagAdvice}`;
    case "MULTIPLE_DOCS":
      return "has several documents: use one file for each";
    default:
      return `${said}: give YAML or JSON`;
  }
}
