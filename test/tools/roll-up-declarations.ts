import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { rollup } from "rollup";
import { dts } from "rollup-plugin-dts";
import { shareTypes } from "./share-types";

/**
 * Rolls the declarations of a folder up: each entry point becomes one file that holds the types which consumers reach.
 * `exports` of the package hides all other declarations from consumers, so they go.
 *
 * @param entries - names of the entry points without their extension
 */
export async function rollUpDeclarations(folder: string, entries: readonly string[]): Promise<void> {
  const bundle = await rollup({
    input: Object.fromEntries(entries.map((entry) => [entry, join(folder, `${entry}.d.ts`)])),
    external: (id, importer) => importer !== undefined && !/^[./]/.test(id),
    plugins: [dts(), { name: "share-types", renderChunk: shareTypes }],
    onwarn: (warning) => {
      // A type that two entry points share is exported by the file that they share.
      if (warning.plugin !== "dts" || !warning.message.includes("private shared type exports")) {
        throw new Error(warning.message);
      }
    },
  });
  for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (path.endsWith(".d.ts")) {
      rmSync(join(folder, path));
    }
  }
  await bundle.write({
    dir: folder,
    entryFileNames: "[name].d.ts",
    chunkFileNames: "shared.d.ts",
    minifyInternalExports: false,
  });
}
