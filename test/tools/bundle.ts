import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { dirname, join, posix, relative, resolve } from "node:path";
import { transformSync } from "esbuild";
import MagicString from "magic-string";
import { type Plugin, rollup } from "rollup";
import ts from "typescript";

/** Sources to bundle, and the folder of the compiled JavaScript that the bundle replaces. */
export interface Bundle {
  readonly root: string;
  /** Folders and files of the sources, from `root`. */
  readonly sources: readonly string[];
  /** Sources that consumers, Node and Pulumi load by their path, from `root`. */
  readonly entries: readonly string[];
  readonly to: string;
  /** Tests count the coverage of the sources with the help of source maps. */
  readonly sourcemap: boolean;
}

/**
 * Bundles sources. Each entry point, and each module that code requires later, is a file at the path of its source.
 * Modules that several of these need share a file. Names stay as they are, and each statement has its line.
 */
export async function bundle({ root, sources, entries, to, sourcemap }: Bundle): Promise<void> {
  const files = sources.flatMap((path) => sourceFiles(join(root, path)));
  const late = files.flatMap(requiredLater);
  const input = [...new Set([...entries.map((entry) => join(root, entry)), ...late])];
  const compiled = (file: string) => relative(root, file).replace(/\.ts$/, ".js");
  const built = await rollup({
    input: Object.fromEntries(input.map((file) => [compiled(file).replace(/\.js$/, ""), file])),
    plugins: [typeScript(compiled), compact(), lines()],
    onwarn: ({ message }) => {
      throw new Error(message);
    },
  });
  for (const file of files) {
    for (const ending of ["", ".map"]) {
      rmSync(`${join(to, compiled(file))}${ending}`, { force: true });
    }
  }
  await built.write({
    dir: to,
    format: "cjs",
    exports: "named",
    // A copy of a namespace would load the parts of the SDK that it loads when they are first used.
    interop: (id) => (id?.startsWith("node:") ? "default" : "esModule"),
    generatedCode: { constBindings: true, arrowFunctions: true, objectShorthand: true },
    esModule: true,
    hoistTransitiveImports: false,
    externalLiveBindings: false,
    minifyInternalExports: false,
    sourcemap,
    entryFileNames: "[name].js",
    chunkFileNames: ({ moduleIds }) => sharedName(moduleIds.map(compiled)),
  });
}

function sourceFiles(path: string): string[] {
  return statSync(path).isFile()
    ? [path]
    : readdirSync(path, { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".ts"))
        .map((name) => join(path, name));
}

/** A module alone keeps its path. Several are the file `shared` of the deepest folder that holds them all. */
function sharedName(modules: readonly string[]): string {
  const [first = "", ...others] = modules;
  if (others.length === 0) {
    return first;
  }
  const folders = modules.map((module) => posix.dirname(module).split("/"));
  const [shortest = []] = folders.toSorted((one, other) => one.length - other.length);
  const depth = shortest.findIndex((name, index) => folders.some((folder) => folder[index] !== name));
  return posix.join(...shortest.slice(0, depth < 0 ? undefined : depth), "shared.js");
}

function requiredLater(file: string): string[] {
  const matches = readFileSync(file, "utf8").matchAll(/\brequire(?:\.resolve)?\("(\.[^"]+)"\)/g);
  return [...matches].map(([, path = ""]) => sourceOf(file, path));
}

function sourceOf(importer: string, path: string): string {
  const base = resolve(dirname(importer), path);
  const found = [`${base}.ts`, join(base, "index.ts"), base].find((file) => existsSync(file));
  if (found === undefined) {
    throw new Error(`${importer} needs ${path}, which does not exist`);
  }
  return found;
}

/** Reads TypeScript, and keeps what depends on the place of a module: its folder, and modules that it requires later. */
function typeScript(compiled: (file: string) => string): Plugin {
  return {
    name: "typescript",
    resolveId: (id, importer) => {
      if (importer === undefined || !id.startsWith(".")) {
        return importer === undefined ? id : { id, external: true };
      }
      return sourceOf(importer, id);
    },
    transform: (source, file) => {
      const { code, map } = transformSync(placed(source, file), {
        loader: "ts",
        sourcefile: file,
        sourcemap: "external",
        target: "node20.19",
        tsconfigRaw: { compilerOptions: { useDefineForClassFields: true } },
      });
      return { code, map };
    },
    resolveImportMeta: (property, { chunkId, moduleId }) => {
      const [kind, text = ""] = property?.split("_") ?? [];
      const target = Buffer.from(text, "hex").toString();
      const from = posix.dirname(chunkId);
      const place = posix.relative(from, posix.join(posix.dirname(compiled(moduleId)), kind === "path" ? target : ""));
      if (kind === "folder") {
        return place === "" ? "__dirname" : `require("node:path").join(__dirname, ${JSON.stringify(place)})`;
      }
      if (kind === "file") {
        const own = posix.relative(from, compiled(moduleId));
        return `require("node:path").join(__dirname, ${JSON.stringify(own)})`;
      }
      const later = kind === "path" ? place : posix.relative(from, compiled(target));
      return JSON.stringify(later.startsWith(".") ? later : `./${later}`);
    },
  };
}

function placed(source: string, file: string): string {
  const text = new MagicString(source);
  const parsed = ts.createSourceFile(file, source, ts.ScriptTarget.ES2022, true);
  const replace = (node: ts.Node, by: string) => text.update(node.getStart(), node.end, by);
  const visit = (node: ts.Node): void => {
    const path = requiredPath(node);
    if (path !== undefined) {
      replace(path, meta("module", sourceOf(file, path.text)));
    } else if (ts.isIdentifier(node) && (node.text === "__dirname" || node.text === "__filename")) {
      replace(node, meta(node.text === "__dirname" ? "folder" : "file"));
    } else if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      const { text: from } = node.moduleSpecifier;
      if (from.startsWith(".") && from.endsWith(".json")) {
        replace(node, `const ${node.importClause?.name?.text} = require(${meta("path", from)});`);
      }
    } else if (ts.isTemplateSpan(node)) {
      const program = programIn(node.expression);
      if (program === undefined) {
        visit(node.expression);
      } else {
        replace(node.expression, JSON.stringify(functionText(program, source, file)));
      }
    } else {
      ts.forEachChild(node, visit);
    }
  };
  visit(parsed);
  return text.toString();
}

/** The path in `require("./module")` and in `require.resolve("./module")`. */
function requiredPath(node: ts.Node): ts.StringLiteral | undefined {
  const call = node.parent;
  const isArgument =
    ts.isStringLiteral(node) && node.text.startsWith(".") && call !== undefined && ts.isCallExpression(call);
  return isArgument && /^require(\.resolve)?$/.test(call.expression.getText()) ? node : undefined;
}

/**
 * The name of the function in `name.toString()`. A buildspec holds the text of the function. It becomes part of the
 * source, so that the buildspec does not depend on the names of other modules in the same file.
 */
function programIn(expression: ts.Expression): string | undefined {
  return /^(\w+)\.toString\(\)$/.exec(expression.getText())?.[1];
}

function meta(kind: string, text = ""): string {
  return `import.meta.${kind}_${Buffer.from(text).toString("hex")}`;
}

function functionText(name: string, source: string, file: string): string {
  const options = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, removeComments: true };
  const { outputText } = ts.transpileModule(source, { compilerOptions: options });
  const parsed = ts.createSourceFile(file, outputText, ts.ScriptTarget.ES2022, true);
  for (const statement of parsed.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name?.text === name) {
      return statement.getText().replace(/^export /, "");
    }
  }
  const [, path] = new RegExp(`import \\{[^}]*\\b${name}\\b[^}]*\\} from "(\\.[^"]+)"`).exec(source) ?? [];
  if (path === undefined) {
    throw new Error(`${file} writes the text of ${name}, which is no function of a module`);
  }
  const owner = sourceOf(file, path);
  return functionText(name, readFileSync(owner, "utf8"), owner);
}

/** Takes spaces out of code, and gives each statement and each part of a long list a line. */
function compact(): Plugin {
  return {
    name: "compact",
    renderChunk: (code) => {
      const dense = transformSync(code, {
        minifyWhitespace: true,
        legalComments: "none",
        sourcemap: "external",
        target: "node20.19",
        platform: "node",
      });
      return { code: dense.code, map: dense.map };
    },
  };
}

/** A list that is shorter than this, in characters, stays on one line. */
const shortest = 100;

function lines(): Plugin {
  return {
    name: "lines",
    renderChunk: (code, { fileName }) => {
      const source = ts.createSourceFile(fileName, code, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);
      const text = new MagicString(code);
      const visit = (node: ts.Node): void => {
        const list = partsOf(node);
        const isLong = list.length > 0 && list.end - list.pos >= shortest;
        for (const part of isLong ? list : []) {
          text.appendLeft(part.getStart(source), "\n");
        }
        ts.forEachChild(node, visit);
      };
      visit(source);
      return { code: text.toString(), map: text.generateMap({ hires: true }) };
    },
  };
}

function partsOf(node: ts.Node): ts.NodeArray<ts.Node> {
  if (ts.isSourceFile(node) || ts.isBlock(node) || ts.isCaseOrDefaultClause(node)) {
    return node.statements;
  }
  if (ts.isClassLike(node)) {
    return node.members;
  }
  if (ts.isObjectLiteralExpression(node)) {
    return node.properties;
  }
  return ts.isArrayLiteralExpression(node) ? node.elements : ts.factory.createNodeArray();
}
