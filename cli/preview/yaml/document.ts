import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument, type Scalar } from "yaml";
import { isText, plainValue } from "../project/yaml-file";

/** A value of a YAML document, with the line that it starts on. */
export type YamlNode = YamlScalar | YamlList | YamlObject;

export interface YamlScalar {
  readonly kind: "scalar";
  readonly value: null | boolean | number | string;
  readonly line: number;
}

export interface YamlList {
  readonly kind: "list";
  readonly items: readonly YamlNode[];
  readonly line: number;
}

export interface YamlObject {
  readonly kind: "object";
  readonly members: readonly YamlMember[];
  readonly line: number;
}

export interface YamlMember {
  readonly key: string;
  readonly line: number;
  readonly value: YamlNode;
}

/** A problem of a program, with its line. */
export interface Problem {
  readonly line: number;
  readonly text: string;
}

/**
 * Reads a YAML document as Pulumi's YAML runtime reads it: numbers are floats, dates are text, `0755` is octal and
 * aliases are refused.
 *
 * @param problems - receives what the runtime refuses
 */
export function readDocument(text: string, problems: Problem[]): YamlObject {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    schema: "failsafe",
    uniqueKeys: false,
    lineCounter: lines,
    logLevel: "silent",
    prettyErrors: false,
  });
  const lineOf = (offset: number) => lines.linePos(offset).line;
  const empty: YamlObject = { kind: "object", members: [], line: 1 };
  problems.push(
    ...document.errors.map(({ message, pos }) => ({
      line: lineOf(pos[0]),
      text: `not valid YAML: ${message}${quoteAdvice(text, pos[0])}`,
    })),
  );
  if (document.errors.length > 0) {
    return empty;
  }
  const root = new Reader(lineOf, problems).read(document.contents, 1);
  if (root.kind !== "object") {
    problems.push({ line: root.line, text: "the program must be an object" });
    return empty;
  }
  return root;
}

class Reader {
  constructor(
    private readonly lineOf: (offset: number) => number,
    private readonly problems: Problem[],
  ) {}

  read(node: Node | null, around: number): YamlNode {
    const line = node?.range == null ? around : this.lineOf(node.range[0]);
    if (isMap(node)) {
      return { kind: "object", line, members: node.items.map((pair) => this.member(pair as Pair<Node, Node>, line)) };
    }
    if (isSeq(node)) {
      return { kind: "list", line, items: node.items.map((item) => this.read(item as Node, line)) };
    }
    if (isAlias(node)) {
      this.problems.push({ line, text: `*${node.source}: Pulumi YAML has no aliases. Repeat the value` });
    }
    return { kind: "scalar", line, value: isScalar(node) ? scalarValue(node) : null };
  }

  private member({ key, value }: Pair<Node, Node>, around: number): YamlMember {
    const read = this.read(key, around);
    if (read.kind !== "scalar" || typeof read.value !== "string") {
      this.problems.push({ line: read.line, text: "keys must be text. Put a number or a boolean in quotation marks" });
    }
    return {
      key: read.kind === "scalar" ? String(read.value) : "",
      line: read.line,
      value: this.read(value, read.line),
    };
  }
}

function scalarValue(node: Scalar): YamlScalar["value"] {
  const text = String(node.value ?? "");
  if (isText(node)) {
    return text;
  }
  const value = plainValue(text);
  return typeof value === "bigint"
    ? Number(value)
    : typeof value === "string"
      ? text
      : (value as null | boolean | number);
}

/** The fix for `{ owner: ${owner} }`: in braces, YAML takes the braces of an expression for its own. */
function quoteAdvice(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const [line = ""] = text.slice(start).split("\n", 1);
  return /[{[,][^"'\n]*\$\{/.test(line) ? `. Put "\${…}" in quotation marks` : "";
}
