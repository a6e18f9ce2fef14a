const { createHash } = require("node:crypto");
const { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { version } = require("sucrase/package.json");

// How ts-node transpiles a run, because tsconfig.pulumi.json says so: many times faster than TypeScript does, which
// loads all of a program's files anew for every run. What types say is left to `npm run check`, as it was before.
// Every line stays where it is, so traces are right as V8 writes them, and mapping them can go: the SDK takes several
// traces of every resource, and mapping those took longer than everything else a large program does.
let tracesAreMapped = true;

const options = { transforms: ["typescript", "imports"], disableESTransforms: true, preserveDynamicImport: true };
const folder = join(__dirname, "node_modules", ".cache", "transpiled");

function transpile(source, { fileName }) {
  if (tracesAreMapped) {
    // Only here is it certain that the SDK and ts-node have both installed theirs.
    Error.prepareStackTrace = undefined;
    tracesAreMapped = false;
  }
  return {
    outputText: keptOrTranspiled(source, fileName),
    sourceMapText: JSON.stringify({ version: 3, sources: [], names: [], mappings: "" }),
  };
}

// The name says all that the content follows from, so what is kept is right for ever.
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

// Whole or not at all: another run may read it at any time.
function keep(file, code) {
  const draft = `${file}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(draft, code);
    renameSync(draft, file);
  } catch (error) {
    // A folder that is read-only, as in some builds, costs time and nothing else.
    if (error.code === undefined) {
      throw error;
    }
  }
}

exports.create = () => ({ transpile });
