import type { Problem, YamlMember, YamlNode, YamlObject } from "./document";
import { ASSETS, FUNCTIONS, type FunctionName } from "./functions";
import { isToken } from "./token";

/** Path into a value: the name of a resource, variable or setting, then names and indices. */
export type Access = readonly [string, ...(string | number)[]];

/** A part of an interpolated text. */
export interface TextPart {
  readonly text: string;
  readonly access?: Access;
}

/** Options of a function call. */
export interface InvokeOptions {
  readonly parent?: Expression;
  readonly provider?: Expression;
  readonly dependsOn?: Expression;
  readonly version?: string;
  readonly pluginDownloadURL?: string;
}

/** A call of a provider's function. */
export interface Invoke {
  readonly kind: "invoke";
  readonly line: number;
  readonly token: string;
  readonly args?: ObjectExpression;
  readonly options: InvokeOptions;
  /** The member of the result that the call returns. */
  readonly returns?: string;
}

export interface ObjectExpression {
  readonly kind: "object";
  readonly line: number;
  readonly members: readonly { readonly key: Expression; readonly value: Expression }[];
}

/** An expression of a YAML program. */
export type Expression =
  | { readonly kind: "literal"; readonly line: number; readonly value: null | boolean | number | string }
  | { readonly kind: "list"; readonly line: number; readonly items: readonly Expression[] }
  | ObjectExpression
  | { readonly kind: "text"; readonly line: number; readonly parts: readonly TextPart[] }
  | { readonly kind: "symbol"; readonly line: number; readonly access: Access }
  | Invoke
  | { readonly kind: "call"; readonly line: number; readonly name: FunctionName; readonly args: readonly Expression[] }
  | { readonly kind: "assets"; readonly line: number; readonly members: ReadonlyMap<string, Expression> };

const NAMES = [...(Object.keys(FUNCTIONS) as FunctionName[]), "invoke", "assetArchive"] as const;

/** Problems and warnings of a program, by line. */
export interface Findings {
  readonly problems: Problem[];
  readonly warnings: Problem[];
}

/** Reads an expression by the rules of Pulumi YAML. */
export function readExpression(node: YamlNode, findings: Findings): Expression {
  const { line } = node;
  if (node.kind === "scalar") {
    return typeof node.value === "string"
      ? readText(node.value, line, findings)
      : { kind: "literal", line, value: node.value };
  }
  if (node.kind === "list") {
    return { kind: "list", line, items: node.items.map((item) => readExpression(item, findings)) };
  }
  const alone = node.members.find(isFunctionCall);
  if (alone === undefined) {
    return {
      kind: "object",
      line,
      members: node.members.map(({ key, line: at, value }) => ({
        key: readText(key, at, findings),
        value: readExpression(value, findings),
      })),
    };
  }
  if (node.members.length > 1) {
    findings.problems.push({ line: alone.line, text: `${alone.key} must be the only key of its object` });
  }
  return readFunction(alone, findings);
}

/** Whether a member of an object is a call of a function. */
export function isFunctionCall({ key }: YamlMember): boolean {
  return /^fn::/i.test(key);
}

/** The object of an expression's members by name, as far as the names are literal. */
export function literalMembers({ members }: ObjectExpression): readonly (readonly [string, Expression])[] {
  return members.flatMap(({ key, value }) =>
    key.kind === "literal" && typeof key.value === "string" ? [[key.value, value] as const] : [],
  );
}

function readFunction({ key, line, value }: YamlMember, findings: Findings): Expression {
  const given = key.slice("fn::".length);
  const name = NAMES.find((each) => each.toLowerCase() === given.toLowerCase());
  if (name === undefined && isToken(given)) {
    const args = value.kind === "object" ? { args: argumentsOf(value, findings) } : {};
    return { kind: "invoke", line, token: given, options: {}, ...args };
  }
  if (name === undefined) {
    findings.problems.push({
      line,
      text: `${key}: Pulumi YAML has no such function. Its functions are ${NAMES.map((each) => `fn::${each}`).join(", ")}, and fn::<package>:<module>:<function>`,
    });
    return { kind: "literal", line, value: null };
  }
  warnOfCase(key, `fn::${name}`, line, findings);
  if (name === "invoke") {
    return readInvoke(value, line, findings);
  }
  if (name === "assetArchive") {
    return readAssets(value, line, findings);
  }
  return readCall(name, value, line, findings);
}

function readCall(name: FunctionName, value: YamlNode, line: number, findings: Findings): Expression {
  const count = FUNCTIONS[name];
  if (count === 1) {
    return { kind: "call", line, name, args: [readExpression(value, findings)] };
  }
  const args = value.kind === "list" ? value.items.map((item) => readExpression(item, findings)) : [];
  if (args.length !== count) {
    findings.problems.push({ line, text: `the argument of fn::${name} must be a list of two values` });
    return { kind: "literal", line, value: null };
  }
  if (name === "stackReference") {
    findings.warnings.push({ line, text: "fn::stackReference is deprecated. Use a pulumi:pulumi:StackReference" });
    if (args[0]?.kind !== "literal" || typeof args[0].value !== "string") {
      findings.problems.push({ line, text: "the first argument of fn::stackReference must be a literal text" });
    }
  }
  return { kind: "call", line, name, args };
}

function readInvoke(value: YamlNode, line: number, findings: Findings): Expression {
  const fields = readFields(value, ["function", "arguments", "options", "return"], "fn::invoke", findings);
  const token = literalText(fields.function);
  const returns = literalText(fields.return);
  if (token === undefined) {
    findings.problems.push({ line, text: "function of fn::invoke must be a literal text" });
  } else if (!isToken(token)) {
    findings.problems.push({ line, text: `${token} is no function. Functions have the form aws:ec2:getAmi` });
  }
  if (fields.return !== undefined && returns === undefined) {
    findings.problems.push({ line: fields.return.line, text: "return of fn::invoke must be a literal text" });
  }
  const given = fields.arguments;
  if (given !== undefined && given.kind !== "object") {
    findings.problems.push({ line: given.line, text: "arguments of fn::invoke must be an object" });
  }
  return {
    kind: "invoke",
    line,
    token: token ?? "",
    options: fields.options === undefined ? {} : readInvokeOptions(fields.options, findings),
    ...(given?.kind === "object" ? { args: argumentsOf(given, findings) } : {}),
    ...(returns === undefined ? {} : { returns }),
  };
}

function argumentsOf(node: YamlObject, findings: Findings): ObjectExpression {
  const read = readExpression(node, findings);
  return read.kind === "object" ? read : { kind: "object", line: node.line, members: [] };
}

function readInvokeOptions(node: YamlNode, findings: Findings): InvokeOptions {
  const names = ["parent", "provider", "dependsOn", "version", "pluginDownloadURL"] as const;
  const fields = readFields(node, names, "options of fn::invoke", findings);
  const texts = (["version", "pluginDownloadURL"] as const).flatMap((name) => {
    const text = literalText(fields[name]);
    if (fields[name] !== undefined && text === undefined) {
      findings.problems.push({ line: fields[name].line, text: `${name} of fn::invoke must be a literal text` });
    }
    return text === undefined ? [] : [[name, text] as const];
  });
  const others = (["parent", "provider", "dependsOn"] as const).flatMap((name) =>
    fields[name] === undefined ? [] : [[name, readExpression(fields[name], findings)] as const],
  );
  return Object.fromEntries<unknown>([...texts, ...others]) as InvokeOptions;
}

function readAssets(value: YamlNode, line: number, findings: Findings): Expression {
  if (value.kind !== "object") {
    findings.problems.push({ line, text: "the argument of fn::assetArchive must be an object" });
    return { kind: "literal", line, value: null };
  }
  const members = value.members.map(({ key, line: at, value: member }) => {
    const read = readExpression(member, findings);
    if (read.kind !== "assets" && !(read.kind === "call" && ASSETS.has(read.name))) {
      findings.problems.push({ line: at, text: `${key} of fn::assetArchive must be an asset or an archive` });
    }
    return [key, read] as const;
  });
  return { kind: "assets", line, members: new Map(members) };
}

/**
 * Reads the fields of an object by name, whatever their case is, as Pulumi YAML does.
 *
 * @param subject - the object in messages
 */
export function readFields<Name extends string>(
  node: YamlNode,
  names: readonly Name[],
  subject: string,
  findings: Findings,
): Partial<Record<Name, YamlNode>> {
  if (node.kind !== "object") {
    findings.problems.push({ line: node.line, text: `${subject} must be an object` });
    return {};
  }
  const fields: Partial<Record<Name, YamlNode>> = {};
  for (const { key, line, value } of node.members) {
    const name = names.find((each) => each.toLowerCase() === key.toLowerCase());
    if (name === undefined) {
      findings.warnings.push({
        line,
        text: `${subject} has no field ${key}, so it is ignored. Its fields are ${names.join(", ")}`,
      });
    } else {
      warnOfCase(key, name, line, findings);
      fields[name] = value;
    }
  }
  return fields;
}

/** Warns of a name that differs from the one of Pulumi YAML in its case. */
export function warnOfCase(given: string, name: string, line: number, { warnings }: Findings): void {
  if (given !== name) {
    warnings.push({ line, text: `${given}: write ${name}` });
  }
}

/** The text of a node without references; undefined for any other node. */
export function literalText(node: YamlNode | undefined): string | undefined {
  if (node?.kind !== "scalar" || typeof node.value !== "string") {
    return undefined;
  }
  const read = readText(node.value, node.line, { problems: [], warnings: [] });
  return read.kind === "literal" && typeof read.value === "string" ? read.value : undefined;
}

/** Reads a text: a literal, a reference such as `${bucket.arn}`, or a text with references. `$$` is a dollar sign. */
export function readText(value: string, line: number, findings: Findings): Expression {
  const parts: TextPart[] = [];
  let text = "";
  let rest = value;
  while (rest !== "") {
    if (rest.startsWith("$$")) {
      text += "$";
      rest = rest.slice(2);
    } else if (rest.startsWith("${")) {
      const read = readAccess(rest.slice(2));
      if (typeof read === "string") {
        findings.problems.push({ line, text: `${value}: ${read}` });
        return { kind: "literal", line, value };
      }
      parts.push({ text, access: read.access });
      text = "";
      rest = read.rest;
    } else {
      text += rest[0];
      rest = rest.slice(1);
    }
  }
  const [first] = parts;
  if (first?.access === undefined) {
    return { kind: "literal", line, value: text };
  }
  if (parts.length === 1 && first.text === "" && text === "") {
    return { kind: "symbol", line, access: first.access };
  }
  return { kind: "text", line, parts: text === "" ? parts : [...parts, { text }] };
}

/** Reads a reference up to its closing brace. Returns a sentence about a reference that is wrong. */
function readAccess(text: string): { readonly access: Access; readonly rest: string } | string {
  const path: (string | number)[] = [];
  let rest = text;
  while (rest !== "" && !rest.startsWith("}")) {
    const quoted = /^\["((?:\\"|[^"])*)"\]/.exec(rest);
    const index = /^\[([-+]?\d+)\]/.exec(rest);
    const name = /^[^.[}]+/.exec(rest);
    if (rest.startsWith(".")) {
      rest = rest.slice(1);
    } else if (quoted !== null) {
      path.push((quoted[1] ?? "").replaceAll('\\"', '"'));
      rest = rest.slice(quoted[0].length);
    } else if (index !== null) {
      path.push(Number(index[1]));
      rest = rest.slice(index[0].length);
    } else if (name !== null) {
      path.push(name[0]);
      rest = rest.slice(name[0].length);
    } else {
      return 'an index must be a number or a text in quotation marks, such as [0] or ["key"]';
    }
  }
  if (rest === "") {
    return "a reference has no closing brace. Write $${ for the text ${";
  }
  const [root, ...members] = path;
  if (typeof root !== "string") {
    return root === undefined ? "a reference is empty" : "a reference must start with a name";
  }
  return { access: [root, ...members], rest: rest.slice(1) };
}

/** The references in an expression. */
export function referencesIn(expression: Expression | undefined): { readonly access: Access; readonly line: number }[] {
  switch (expression?.kind) {
    case undefined:
    case "literal":
      return [];
    case "list":
      return expression.items.flatMap(referencesIn);
    case "object":
      return expression.members.flatMap(({ key, value }) => [...referencesIn(key), ...referencesIn(value)]);
    case "text":
      return expression.parts.flatMap(({ access }) =>
        access === undefined ? [] : [{ access, line: expression.line }],
      );
    case "symbol":
      return [{ access: expression.access, line: expression.line }];
    case "invoke": {
      const { parent, provider, dependsOn } = expression.options;
      return [expression.args, parent, provider, dependsOn].flatMap(referencesIn);
    }
    case "call":
      return expression.args.flatMap(referencesIn);
    case "assets":
      return [...expression.members.values()].flatMap(referencesIn);
  }
}

/** The calls of providers' functions in an expression. */
export function invokesIn(expression: Expression | undefined): Invoke[] {
  switch (expression?.kind) {
    case "list":
      return expression.items.flatMap(invokesIn);
    case "object":
      return expression.members.flatMap(({ key, value }) => [...invokesIn(key), ...invokesIn(value)]);
    case "invoke":
      return [expression, ...invokesIn(expression.args)];
    case "call":
      return expression.args.flatMap(invokesIn);
    case "assets":
      return [...expression.members.values()].flatMap(invokesIn);
    default:
      return [];
  }
}
