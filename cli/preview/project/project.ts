import { existsSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import { PreviewError } from "../base/error";
import { type RuntimeOptions, readRuntimeOptions } from "./runtime-options";
import { isRecord, readYamlFile } from "./yaml-file";

/** A Pulumi project, as its Pulumi.yaml states it. */
export interface Project {
  readonly name: string;
  /** Path of Pulumi.yaml. */
  readonly file: string;
  /** Directory of Pulumi.yaml. */
  readonly root: string;
  /** Directory of the stacks' settings. */
  readonly stackDirectory: string;
  /** Directory the program runs in. */
  readonly programDirectory: string;
  /** What to run there: a file name, or `.` for what package.json says. */
  readonly entryPoint: string;
  readonly runtime: RuntimeOptions;
  /** The `config` key: declarations and defaults of settings. */
  readonly config: Readonly<Record<string, unknown>>;
}

const FILE_NAMES = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"];

/**
 * Finds the project of a directory: in it, or in the nearest directory above, as the Pulumi CLI does.
 *
 * @throws {PreviewError} when there is none, or when the file is wrong
 */
export function readProject(directory: string): Project {
  const file = findProjectFile(resolve(directory));
  if (file === undefined) {
    throw new PreviewError(`no Pulumi.yaml in ${resolve(directory)} or a directory above it; name another with --cwd`);
  }
  const content = readYamlFile(file);
  const root = dirname(file);
  if (typeof content.name !== "string" || content.name === "") {
    throw new PreviewError(`${file}: name is missing; it must be the project's name`);
  }
  if (content.config !== undefined && content.config !== null && !isRecord(content.config)) {
    throw new PreviewError(`${file}: config must be a mapping of keys to values`);
  }
  const stackDirectory = content.stackConfigDir;
  return {
    name: content.name,
    file,
    root,
    stackDirectory: typeof stackDirectory === "string" ? resolve(root, stackDirectory) : root,
    ...locateProgram(file, root, content.main),
    runtime: readRuntimeOptions(file, content.runtime),
    config: isRecord(content.config) ? content.config : {},
  };
}

function findProjectFile(directory: string): string | undefined {
  const found = FILE_NAMES.map((name) => join(directory, name)).find((file) => existsSync(file));
  const parent = dirname(directory);
  return found ?? (parent === directory ? undefined : findProjectFile(parent));
}

function locateProgram(file: string, root: string, main: unknown) {
  if (main === undefined || main === "") {
    return { programDirectory: root, entryPoint: "." };
  }
  if (typeof main !== "string" || isAbsolute(main)) {
    throw new PreviewError(`${file}: main must be a path relative to the project, not ${JSON.stringify(main)}`);
  }
  const path = resolve(root, main);
  if (path !== root && !path.startsWith(join(root, "/"))) {
    throw new PreviewError(`${file}: main must stay inside the project, but "${main}" leads out of it`);
  }
  if (!existsSync(path)) {
    throw new PreviewError(`${file}: main names "${main}", which does not exist`);
  }
  return statSync(path).isDirectory()
    ? { programDirectory: path, entryPoint: "." }
    : { programDirectory: dirname(path), entryPoint: basename(path) };
}
