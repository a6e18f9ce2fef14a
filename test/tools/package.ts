import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildDocumented } from "./document-declarations";
import { rollUpDeclarations } from "./roll-up-declarations";
import { compact, rewriteFolder, withoutComments } from "./strip-comments";

// `npm run package` runs this on an empty `bin`.
const root = join(__dirname, "../..");
const project = join(root, "tsconfig.build.json");
const tables = ["actions", "managed-policy-documents"].map((name) => `policy/bin/iam/${name}.json`);

async function makePackages(): Promise<void> {
  if (!buildDocumented([join(root, "policy/tsconfig.build.json"), project], project)) {
    process.exitCode = 1;
    return;
  }
  await rollUpDeclarations(join(root, "bin/components"), ["index", "network/index"]);
  rewriteFolder(join(root, "bin"), withoutComments);
  // The package of the policy pack ships no source map.
  rewriteFolder(join(root, "policy/bin"), compact);
  // Without indentation the packages are 10 kB smaller.
  for (const table of ["bin/components/provider/schema.json", ...tables]) {
    const file = join(root, table);
    writeFileSync(file, JSON.stringify(JSON.parse(readFileSync(file, "utf8"))));
  }
}

void makePackages();
