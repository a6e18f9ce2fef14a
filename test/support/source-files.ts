import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import * as ts from "typescript";

/** The root of the repository. */
export const root = resolve(__dirname, "../..");

/** An import or re-export: what is asked for, and whether a value is needed or types alone. */
export interface Edge {
  readonly target: string;
  readonly value: boolean;
}

/** Paths of the TypeScript files in a folder of the repository and below. */
export function sourceFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return ["bin", "node_modules"].includes(entry.name) ? [] : sourceFiles(path);
    }
    return /(?<!\.d)\.ts$/.test(entry.name) ? [path] : [];
  });
}

const parsed = new Map<string, ts.SourceFile>();

/** Parses a file of the repository once, without its comments. */
export function parse(file: string): ts.SourceFile {
  const options = { languageVersion: ts.ScriptTarget.ES2022, jsDocParsingMode: ts.JSDocParsingMode.ParseNone };
  const source = parsed.get(file) ?? ts.createSourceFile(file, readFileSync(join(root, file), "utf8"), options);
  parsed.set(file, source);
  return source;
}

/** The imports and re-exports of a file. */
export function edgesOf(file: string): Edge[] {
  const found: Edge[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      found.push({ target: node.moduleSpecifier.text, value: !isTypeOnly(node.importClause) });
    }
    if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
      found.push({ target: node.moduleSpecifier.text, value: !node.isTypeOnly });
    }
    if (ts.isCallExpression(node) && isLoad(node.expression)) {
      const [argument] = node.arguments;
      found.push({ target: argument && ts.isStringLiteral(argument) ? argument.text : "", value: true });
    }
    ts.forEachChild(node, visit);
  };
  visit(parse(file));
  return found;
}

/** The path of the file that a local import of another file leads to. */
export function targetOf(file: string, target: string, isFile: (path: string) => boolean): string {
  const path = relative(root, resolve(root, file, "..", target));
  return [`${path}.ts`, `${path}/index.ts`].find(isFile) ?? path;
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) {
    return false;
  }
  const { namedBindings: names } = clause;
  const each = names && ts.isNamedImports(names) && names.elements.every(({ isTypeOnly: typeOnly }) => typeOnly);
  return clause.phaseModifier === ts.SyntaxKind.TypeKeyword || (clause.name === undefined && each === true);
}

function isLoad(expression: ts.Expression): boolean {
  return (
    expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(expression) && expression.text === "require")
  );
}
