import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Folder from which npm publishes the documentation. `npm run package` writes it. */
export const docsFolder = "bin/docs";

/** Files of the repository in the package, at the same paths, so that every link between them works. */
const contents = [
  "CHANGELOG.md",
  "CONTRIBUTING.md",
  "LICENSE",
  "Pulumi.dev.yaml",
  "Pulumi.prod.yaml",
  "Pulumi.staging.yaml",
  "README.md",
  "docs",
  "examples",
];

const leftOut = ["docs/api", "docs/tsconfig.json"];

/** Parts of the package.json of the components that the documentation repeats. */
export interface RootManifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly publishConfig: object;
}

/** The package.json of the documentation. Its version is the version of the components. */
export function docsManifest({ name, version, license, publishConfig }: RootManifest) {
  return {
    name: `${name}-docs`,
    version,
    description: `Guides, references and examples of ${name}, in the same version`,
    license,
    publishConfig,
  };
}

/** Writes the package of the documentation anew. */
export function writeDocsPackage(root: string): void {
  const folder = join(root, docsFolder);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const skipped = leftOut.map((path) => join(root, path));
  for (const path of contents) {
    cpSync(join(root, path), join(folder, path), {
      recursive: true,
      filter: (source) => !skipped.includes(source) && !source.endsWith("/node_modules"),
    });
  }
  const manifest = docsManifest(JSON.parse(readFileSync(join(root, "package.json"), "utf8")));
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest, undefined, 2)}\n`);
}
