const { createHash } = require("node:crypto");
const { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { version } = require("sucrase/package.json");

// tsconfig.pulumi.json tells ts-node to transpile with this file, which is many times faster than TypeScript.
// `npm run check` checks the types. Every line keeps its number, so that stack traces need no mapping. The SDK takes
// several traces of every resource: mapping them took more time than everything else in a large program.
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

exports.create = () => ({ transpile });
