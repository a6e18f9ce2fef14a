import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { bundle } from "./bundle";
import { writeDocsPackage } from "./docs-package";
import { buildDocumented } from "./document-declarations";
import { rollUpDeclarations } from "./roll-up-declarations";

// `npm run package` runs this on an empty `bin`.
const root = join(__dirname, "../..");
const bin = join(root, "bin");
const policy = join(root, "policy");
const project = join(root, "tsconfig.build.json");
const tables = ["actions", "managed-policy-documents"].map((name) => join(policy, `bin/iam/${name}.json`));

async function makePackages(): Promise<void> {
  if (!buildDocumented([join(policy, "tsconfig.build.json"), project], project)) {
    process.exitCode = 1;
    return;
  }
  await rollUpDeclarations(join(bin, "components"), ["index", "network/index"]);
  await rollUpDeclarations(join(policy, "bin"), ["rules/index", "iam/index"]);
  await bundle({
    root,
    sources: ["components", "cli"],
    entries: [
      "components/index.ts",
      "components/network/index.ts",
      "components/provider/main.ts",
      "cli/cli.ts",
      "cli/fast-start.ts",
      // The command loads its compile cache ahead of all its other modules.
      "cli/main.ts",
      "cli/preview/process/own-code.ts",
      "cli/preview/process/notes.ts",
    ],
    to: bin,
    sourcemap: true,
  });
  await bundle({
    root: policy,
    sources: ["index.ts", "rules", "iam", "lib"],
    entries: ["index.ts", "rules/index.ts", "iam/index.ts"],
    to: join(policy, "bin"),
    sourcemap: false,
  });
  // The packages are 37 kB smaller than with files that npm compresses.
  for (const file of [join(bin, "components/provider/schema.json"), ...tables]) {
    writeFileSync(`${file}.br`, brotliCompressSync(JSON.stringify(JSON.parse(readFileSync(file, "utf8")))));
    rmSync(file);
  }
  writeDocsPackage(root);
  // The next build of the compiler writes every module again.
  for (const folder of [bin, join(policy, "bin")]) {
    rmSync(join(folder, ".tsbuildinfo"), { force: true });
  }
}

void makePackages();
