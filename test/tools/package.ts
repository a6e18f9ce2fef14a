import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildDocumented } from "./document-declarations";
import { removeUnreachedDeclarations } from "./reached-declarations";
import { stripFolder } from "./strip-comments";

// `npm run package` runs this on an empty `bin`.
const root = join(__dirname, "../..");
const project = join(root, "tsconfig.build.json");
if (buildDocumented([join(root, "policy/tsconfig.build.json"), project], project)) {
  stripFolder(join(root, "bin"));
  const components = join(root, "bin/components");
  // Consumers import the entry points alone.
  removeUnreachedDeclarations(
    components,
    ["index.d.ts", "network/index.d.ts"].map((entry) => join(components, entry)),
  );
  const schema = join(root, "bin/components/provider/schema.json");
  // Without indentation the package is 7 kB smaller.
  writeFileSync(schema, JSON.stringify(JSON.parse(readFileSync(schema, "utf8"))));
} else {
  process.exitCode = 1;
}
