const { createHash } = require("node:crypto");
const { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const { join, sep } = require("node:path");
const sucrase = require("sucrase");
const { version } = require("sucrase/package.json");
const { register } = require("ts-node");
const ts = require("typescript");

// Transpiles TypeScript for the tests. The processes of a test run, and later runs, share the results.
const root = join(__dirname, "../..");
const folder = join(root, "node_modules/.cache/tests");

/** Programs in buildspecs are functions of the sources as text, and coverage counts the sources: TypeScript emits both. */
function transpileSource(source, fileName, compilerOptions) {
  const { outputText, sourceMapText } = ts.transpileModule(source, { fileName, compilerOptions });
  return { outputText, sourceMapText };
}

/** Only people read the positions of a test, so that a faster transpiler serves. */
function transpileTest(source, filePath) {
  const { code, sourceMap } = sucrase.transform(source, {
    transforms: ["typescript", "imports"],
    disableESTransforms: true,
    preserveDynamicImport: true,
    sourceMapOptions: { compiledFilename: filePath },
    filePath,
  });
  return { outputText: code, sourceMapText: JSON.stringify(sourceMap) };
}

/** The name of a kept file is a hash of everything that decides its content. */
function transpile(source, fileName, compilerOptions) {
  const key = createHash("sha256")
    .update(JSON.stringify([ts.version, version, compilerOptions, fileName, source]))
    .digest("hex");
  const file = join(folder, `${key}.json`);
  if (existsSync(file)) {
    return JSON.parse(readFileSync(file, "utf8"));
  }
  const isTest = fileName.startsWith(join(root, "test") + sep);
  const output = isTest ? transpileTest(source, fileName) : transpileSource(source, fileName, compilerOptions);
  // Another process may read the file at any time, so that it appears as a whole.
  const draft = `${file}.${process.pid}`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(draft, JSON.stringify(output));
  renameSync(draft, file);
  return output;
}

// ts-node loads this file again by its name.
exports.create = ({ service }) => ({
  transpile: (source, { fileName }) => transpile(source, fileName, service.config.options),
});

register({ transpileOnly: true, transpiler: __filename });
