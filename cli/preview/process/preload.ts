import { extname } from "node:path";

/**
 * The arguments that let Node load a module of the preview ahead of a program or pack; none for a preview that runs
 * from its sources, which has nothing that Node could load.
 */
export function preload(file: string): readonly string[] {
  return extname(file) === ".js" ? ["--require", file] : [];
}
