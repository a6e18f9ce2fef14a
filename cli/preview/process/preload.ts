import { existsSync } from "node:fs";
import { dirname, extname, join, relative } from "node:path";

/**
 * The argument that makes Node load a module of the preview ahead of a program or pack. The SDK compares arguments with
 * `--require` and then leaves its ESM mode off, so module and option stand in one argument.
 */
export function preload(file: string): readonly string[] {
  const compiled = compiledFile(file);
  return compiled === undefined ? [] : [`--require=${compiled}`];
}

/** The compiled form of a file, also for a preview that runs from its sources. */
export function compiledFile(file: string): string | undefined {
  if (extname(file) === ".js") {
    return file;
  }
  const root = packageRoot(dirname(file));
  const compiled = join(root, "bin", relative(root, file)).replace(/\.ts$/, ".js");
  return existsSync(compiled) ? compiled : undefined;
}

function packageRoot(directory: string): string {
  const parent = dirname(directory);
  return existsSync(join(directory, "package.json")) || parent === directory ? directory : packageRoot(parent);
}
