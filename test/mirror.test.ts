import assert from "node:assert/strict";
import { basename, dirname } from "node:path";
import * as ts from "typescript";
import { edgesOf, parse, sourceFiles, targetOf } from "./support/source-files";

const houses = ["components", "policy", "cli"];
const sources = houses.flatMap(sourceFiles);
const tests = sourceFiles("test").filter((file) => /\.(test|full)\.ts$/.test(file));

const helpers = sourceFiles("test").filter((file) => !tests.includes(file));

/** The local files that each file of the tests imports itself. */
const imports = new Map(
  [...tests, ...helpers].map((file) => [
    file,
    edgesOf(file)
      .filter(({ target }) => target.startsWith("."))
      .map(({ target }) => targetOf(file, target, (path) => sources.includes(path) || helpers.includes(path))),
  ]),
);

const previews = "test/cli/preview/support/fixture.ts previews programs with it";
const ahead = "test/cli/preview/process/loaded-ahead.test.ts loads the compiled file ahead of code";

/** Sources that no test imports, with the test that runs them. */
const runAsAWhole: Readonly<Record<string, string>> = {
  "cli/preview/play.ts": previews,
  "cli/preview/yaml/entry.ts": "test/cli/preview/process/start.test.ts starts programs with it",
  "cli/preview/yaml/program.ts": previews,
  "cli/preview/process/awaited-results.ts": ahead,
  "cli/preview/process/error-messages.ts": ahead,
  "cli/preview/process/notes.ts": ahead,
  "cli/preview/process/own-arguments.ts": ahead,
  "cli/preview/process/own-code.ts": ahead,
  "cli/preview/process/skipped-callbacks.ts": ahead,
  "cli/preview/process/unknown-settings.ts": ahead,
  "components/provider/main.ts": "test/components/provider/support/engine.ts starts it",
  "cli/report/html/sections.ts": "test/cli/report/html/report.test.ts reads the page that they make",
};

const command = "starts the compiled command";
const loaded = "loads the compiled file that it mirrors ahead of code";

/** Tests that import no source of their folder, with the reason. */
const runWholes: Readonly<Record<string, string>> = {
  "test/cli/commands/access.test.ts": command,
  "test/cli/commands/diagram.test.ts": command,
  "test/cli/endings.test.ts": command,
  "test/cli/preview/process/code-cache.test.ts": command,
  "test/cli/preview/process/kept-places.test.ts": loaded,
  "test/cli/preview/process/late-outputs.test.ts": loaded,
  "test/cli/preview/process/late-parts.test.ts": loaded,
  "test/cli/preview/process/late-transpiler.test.ts": loaded,
  "test/cli/preview/process/late-typescript.test.ts": loaded,
  "test/cli/preview/process/debug-messages.test.ts": loaded,
  "test/cli/preview/process/inspector-session.test.ts": loaded,
  "test/cli/preview/process/quick-calls.test.ts": loaded,
  "test/cli/preview/process/quick-structs.test.ts": loaded,
  "test/cli/preview/process/short-run.test.ts": loaded,
  "test/policy/lib/pack/listener.test.ts": "runs it in a process, whose first line it reads",
  "test/cli/preview/process/stack-traces.test.ts": loaded,
  "test/cli/preview/process/watched-promises.test.ts": loaded,
  "test/cli/fast-start.test.ts": loaded,
};

describe("the tests", () => {
  it("mirror the sources: each source has a test beside its path, or one in its folder or above that imports it", () => {
    const untested = sources.filter(
      (source) => isTestable(source) && runAsAWhole[source] === undefined && !hasTest(source),
    );
    assert.deepEqual(untested, []);
  });

  it("import what they mirror: a test imports a source of its mirrored folder or beneath", () => {
    const strangers = tests.filter(
      (test) =>
        houses.some((house) => test.startsWith(`test/${house}/`)) &&
        runWholes[test] === undefined &&
        !reached(test).some((source) => source.startsWith(`${mirrored(dirname(test))}/`)),
    );
    assert.deepEqual(strangers, []);
  });

  it("have no exception that is none", () => {
    const missing = [...Object.keys(runAsAWhole), ...Object.keys(runWholes)].filter(
      (file) => !sources.includes(file) && !tests.includes(file),
    );
    const tested = Object.keys(runAsAWhole).filter(hasTest);
    assert.deepEqual([missing, tested], [[], []]);
  });
});

/** The sources that a test imports, itself or through helpers of the tests. */
function reached(file: string, seen: ReadonlySet<string> = new Set()): string[] {
  const own = imports.get(file) ?? [];
  const next = own.filter((path) => helpers.includes(path) && !seen.has(path));
  const known = new Set([...seen, ...next]);
  return [...own.filter((path) => sources.includes(path)), ...next.flatMap((path) => reached(path, known))];
}

/** A file of types and data alone, or one that only lists other files, has nothing to test by itself. */
function isTestable(source: string): boolean {
  return (
    basename(source) !== "index.ts" &&
    parse(source).statements.some((statement) => runs(statement) && !isData(statement))
  );
}

/** Whether a statement declares constants made of literals alone. */
function isData(statement: ts.Statement): boolean {
  const computes = (node: ts.Node): boolean =>
    ts.isCallExpression(node) ||
    ts.isFunctionLike(node) ||
    ts.isClassLike(node) ||
    ts.forEachChild(node, computes) === true;
  return ts.isVariableStatement(statement) && !computes(statement);
}

function runs(statement: ts.Statement): boolean {
  const isDeclared = ts.canHaveModifiers(statement) && hasDeclare(statement);
  return !(
    isDeclared ||
    ts.isImportDeclaration(statement) ||
    ts.isExportDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement)
  );
}

function hasDeclare(statement: ts.HasModifiers): boolean {
  return ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword) === true;
}

function hasTest(source: string): boolean {
  const beside = `test/${source.replace(/\.ts$/, "")}`;
  return (
    tests.includes(`${beside}.test.ts`) ||
    tests.includes(`${beside}.full.ts`) ||
    tests.some((test) => isAbove(mirrored(dirname(test)), source) && imports.get(test)?.includes(source))
  );
}

/** Whether a folder holds a source, itself or in a folder of it. A whole house holds only its own files. */
function isAbove(folder: string, source: string): boolean {
  return houses.includes(folder) ? dirname(source) === folder : source.startsWith(`${folder}/`);
}

function mirrored(folder: string): string {
  return folder.replace(/^test\//, "");
}
