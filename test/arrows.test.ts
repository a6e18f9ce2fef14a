import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import * as ts from "typescript";

const root = resolve(__dirname, "..");

/** An import or re-export: what is asked for, and whether a value is needed or types alone. */
interface Edge {
  readonly target: string;
  readonly value: boolean;
}

const sources = ["components", "policy", "preview", "test"]
  .flatMap((folder) => sourceFiles(join(root, folder)))
  .concat(join(root, "index.ts"))
  .map((file) => relative(root, file));
const edges = new Map(sources.map((file) => [file, edgesOf(file)]));

// Who may import what of this project, first match first; a folder also imports from itself.
const allowed: readonly { from: RegExp; to: RegExp }[] = [
  { from: /^components\/(model|actions|iam|recipes)\//, to: /^components\/(model|actions|iam|recipes)\// },
  { from: /^components\//, to: /^components\// },
  { from: /^policy\/lib\//, to: /^policy\/lib\// },
  { from: /^policy\/rules\//, to: /^policy\/(lib|rules)\// },
  { from: /^policy\//, to: /^policy\/(lib|rules)(\/|$)/ },
  { from: /^preview\//, to: /^preview\// },
  { from: /^index\.ts$/, to: /^components$/ },
];

/** Lines of code that a file may have: style is kept by numbers where taste differs. */
const budgets: readonly { files: RegExp; lines: number }[] = [
  { files: /^index\.ts$/, lines: 40 },
  { files: /\.test\.ts$/, lines: 300 },
  // A list of all rules has a line for each, and no end.
  { files: /^policy\/rules\/index\.ts$/, lines: Number.POSITIVE_INFINITY },
  { files: /^policy\/rules\//, lines: 60 },
  { files: /^components\/(model|actions|iam|recipes)\//, lines: 120 },
  { files: /^(components|policy|preview|test)\//, lines: 200 },
];

describe("the house", () => {
  it("has rooms to look at", () => {
    for (const room of ["components/model/", "policy/rules/", "preview/engine/", "test/components/"]) {
      assert.ok(sources.filter((file) => file.startsWith(room)).length > 5, `nothing is found in ${room}`);
    }
  });

  it("has imports that go one way", () => {
    const wrong = sources
      .filter((file) => !file.startsWith("test/"))
      .flatMap((file) => {
        const rule = allowed.find(({ from }) => from.test(file));
        const local = (edges.get(file) ?? []).filter(({ target }) => target.startsWith("."));
        const targets = local.map(({ target }) => relative(root, resolve(root, dirname(file), target)));
        return targets.filter((target) => !rule?.to.test(target)).map((target) => `${file} imports ${target}`);
      });
    assert.deepEqual(wrong, []);
  });

  it("keeps its pure rooms free of Pulumi's values and of the machine", () => {
    const pure = sources.filter((file) => /^components\/(model|actions|iam|recipes)\//.test(file));
    const impure = pure.flatMap((file) =>
      (edges.get(file) ?? [])
        .filter(
          ({ target, value }) => value && !target.startsWith(".") && !["zod", "yaml", "node:crypto"].includes(target),
        )
        .map(({ target }) => `${file} imports ${target}`),
    );
    assert.deepEqual(impure, []);
  });

  it("never loads all of AWS for a part of it", () => {
    const whole = sources.filter((file) =>
      edges.get(file)?.some(({ target, value }) => value && target === "@pulumi/aws"),
    );
    // Programs of other people do so, and the preview must bear it.
    assert.deepEqual(
      whole.filter((file) => !file.startsWith("test/fixtures/")),
      [],
    );
  });

  it("re-exports names one by one", () => {
    const stars = sources.filter((file) => /^export \* from/m.test(readFileSync(join(root, file), "utf8")));
    assert.deepEqual(stars, []);
  });

  it("has files that can be read at once", () => {
    const long = sources.flatMap((file) => {
      const budget = budgets.find(({ files }) => files.test(file))?.lines ?? 0;
      const lines = linesOfCode(file);
      return lines > budget ? [`${file}: ${lines} lines of code, and ${budget} are allowed`] : [];
    });
    assert.deepEqual(long, []);
  });
});

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return ["bin", "node_modules"].includes(entry.name) ? [] : sourceFiles(path);
    }
    return /(?<!\.d)\.ts$/.test(entry.name) ? [path] : [];
  });
}

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(join(root, file), "utf8"), ts.ScriptTarget.ES2022, true);
}

function edgesOf(file: string): Edge[] {
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

/** Lines that hold something besides comments and space. */
function linesOfCode(file: string): number {
  const source = parse(file);
  const lines = new Set<number>();
  const visit = (node: ts.Node): void => {
    if (node.getChildCount(source) > 0) {
      node.getChildren(source).forEach(visit);
    } else if (!ts.isJSDoc(node) && node.getWidth(source) > 0) {
      const first = source.getLineAndCharacterOfPosition(node.getStart(source)).line;
      const last = source.getLineAndCharacterOfPosition(node.getEnd()).line;
      for (let line = first; line <= last; line += 1) {
        lines.add(line);
      }
    }
  };
  for (const statement of source.statements) {
    visit(statement);
  }
  return lines.size;
}
