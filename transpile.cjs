const { transform } = require("sucrase");

// How ts-node transpiles a run, because tsconfig.pulumi.json says so: many times faster than TypeScript does, which
// loads all of a program's files anew for every run. What types say is left to `npm run check`, as it was before.
// Every line stays where it is, so traces are right as V8 writes them, and mapping them can go: the SDK takes several
// traces of every resource, and mapping those took longer than everything else a large program does.
let tracesAreMapped = true;

function transpile(source, { fileName }) {
  if (tracesAreMapped) {
    // Only here is it certain that the SDK and ts-node have both installed theirs.
    Error.prepareStackTrace = undefined;
    tracesAreMapped = false;
  }
  const { code } = transform(source, {
    transforms: ["typescript", "imports"],
    disableESTransforms: true,
    preserveDynamicImport: true,
    filePath: fileName,
  });
  return { outputText: code, sourceMapText: JSON.stringify({ version: 3, sources: [], names: [], mappings: "" }) };
}

exports.create = () => ({ transpile });
