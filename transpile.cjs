const { createHash } = require("node:crypto");
const { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { version } = require("sucrase/package.json");

// Pulumi.yaml loads this file ahead of the program, without Pulumi's own TypeScript support: loading the compiler takes as
// long as the SDK. With that support, tsconfig.pulumi.json tells ts-node to transpile with this file. `npm run check`
// checks the types. Every line keeps its number, so that stack traces need no mapping, which is slow in a large program.
let tracesAreMapped = true;

const options = { transforms: ["typescript", "imports"], disableESTransforms: true, preserveDynamicImport: true };
const folder = join(__dirname, "node_modules", ".cache", "transpiled");

function transpile(source, { fileName }) {
  if (tracesAreMapped) {
    // Here the SDK and ts-node have both installed their own function.
    Error.prepareStackTrace = undefined;
    tracesAreMapped = false;
  }
  return {
    outputText: keptOrTranspiled(source, fileName),
    sourceMapText: JSON.stringify({ version: 3, sources: [], names: [], mappings: "" }),
  };
}

// The name is a hash of everything that decides the content, so that a kept file is always right.
function keptOrTranspiled(source, filePath) {
  const key = createHash("sha256")
    .update(JSON.stringify([version, options, source]))
    .digest("hex");
  const file = join(folder, `${key}.js`);
  if (existsSync(file)) {
    return readFileSync(file, "utf8");
  }
  const { code } = require("sucrase").transform(source, { ...options, filePath });
  keep(file, code);
  return code;
}

// Another run may read the file at any time, so that it appears as a whole.
function keep(file, code) {
  const draft = `${file}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(draft, code);
    renameSync(draft, file);
  } catch (error) {
    // A read-only folder, as in some builds, costs only time.
    if (error.code === undefined) {
      throw error;
    }
  }
}

if (process.env.PULUMI_NODEJS_TYPESCRIPT !== "true") {
  // `npm ci` builds it, unless it runs no scripts.
  const fastStart = join(__dirname, "bin/cli/fast-start.js");
  if (existsSync(fastStart)) {
    require(fastStart);
  }
  require.extensions[".ts"] = (module, file) =>
    module._compile(transpile(readFileSync(file, "utf8"), { fileName: file }).outputText, file);
}

exports.create = () => ({ transpile });
