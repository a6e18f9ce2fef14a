import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import { isMap, isScalar, LineCounter, parseDocument } from "yaml";
import { PreviewError } from "../base/error";
import { type ProgramRuntime, readProgramRuntime } from "./runtime-options";
import { isRecord, readYamlFile } from "./yaml-file";

/** A Pulumi project, as its Pulumi.yaml states it. */
export interface Project {
  readonly name: string;
  /** Path of Pulumi.yaml. */
  readonly file: string;
  /** Directory of Pulumi.yaml. */
  readonly root: string;
  /** Directory of the stack settings files. */
  readonly stackDirectory: string;
  /** Directory the program runs in. */
  readonly programDirectory: string;
  /** File to run there; `.` for the entry point that package.json names. */
  readonly entryPoint: string;
  /** Warning about an entry point that a package.json above the project names. */
  readonly entryPointWarning?: string;
  readonly runtime: ProgramRuntime;
  /** Folders of this machine that hold providers, by package. */
  readonly packages: ReadonlyMap<string, string>;
  /** The `config` key: declarations and defaults of settings. */
  readonly config: Readonly<Record<string, unknown>>;
}

/** Names that the file of a project may have. */
export const PROJECT_FILES: readonly string[] = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"];

/** Name and folders of a project, whatever its program needs. */
export type ProjectPlace = Pick<Project, "name" | "root" | "stackDirectory">;

/**
 * Finds the project of a directory: in it, or in the nearest directory above, as the Pulumi CLI does.
 *
 * @throws {PreviewError} when there is no project, or its file is wrong
 */
export function readProject(directory: string): Project {
  const file = findProjectFile(directory);
  const content = readYamlFile(file);
  const place = placeOf(file, content);
  const { root } = place;
  const runtime = readProgramRuntime(file, content.runtime);
  return {
    ...place,
    file,
    ...locateProgram(file, root, content.main, runtime),
    runtime,
    packages: new Map([...providerFolders(content.packages, root), ...pluginFolders(content.plugins, root)]),
    config: isRecord(content.config) ? content.config : {},
  };
}

/**
 * Finds name and folders of a project. Its program may be missing, or of a language that does not run offline.
 *
 * @throws {PreviewError} when there is no project, or its file names none
 */
export function readProjectPlace(directory: string): ProjectPlace {
  const file = findProjectFile(directory);
  return placeOf(file, readYamlFile(file));
}

/** The `config` key of a project file. */
export function projectSettings(directory: string): unknown {
  return readYamlFile(findProjectFile(directory)).config;
}

function findProjectFile(directory: string): string {
  const file = findUp(resolve(directory), PROJECT_FILES);
  if (file === undefined) {
    throw new PreviewError(`no Pulumi.yaml in ${resolve(directory)} or a directory above it; name another with --cwd`);
  }
  return file;
}

function placeOf(file: string, content: Readonly<Record<string, unknown>>): ProjectPlace {
  const root = dirname(file);
  if (typeof content.name !== "string" || content.name === "") {
    throw new PreviewError(`${file}: name is missing; set it to the name of the project`);
  }
  if (!/^[\w.-]{1,100}$/.test(content.name)) {
    throw new PreviewError(
      `${file}: name "${content.name}" is not a project name; use up to 100 letters, digits, hyphens, underscores and periods`,
    );
  }
  if (typeof content.config === "string" && content.stackConfigDir !== undefined) {
    throw new PreviewError(
      `${file}: config and stackConfigDir both name the directory of settings; keep stackConfigDir`,
    );
  }
  if (typeof (content.config ?? "") !== "string" && !isRecord(content.config)) {
    throw new PreviewError(`${file}: config must be a mapping of keys to values`);
  }
  const stackDirectory = typeof content.config === "string" ? content.config : content.stackConfigDir;
  return {
    name: content.name,
    root,
    stackDirectory: typeof stackDirectory === "string" ? resolve(root, stackDirectory) : root,
  };
}

/** The packages that `pulumi package add` recorded for a folder. Other sources are names and addresses. */
function providerFolders(packages: unknown, root: string): [string, string][] {
  return Object.entries(isRecord(packages) ? packages : {}).flatMap(([name, entry]): [string, string][] => {
    const source = isRecord(entry) ? entry.source : entry;
    return typeof source === "string" && /^(?:\.{0,2}\/|\.\.)/.test(source) ? [[name, resolve(root, source)]] : [];
  });
}

/** The place of a package in the project, for messages: `Pulumi.yaml:4: packages.shop`. */
export function packagePlace({ file }: Pick<Project, "file">, name: string): string {
  const lines = new LineCounter();
  const { contents } = parseDocument(readFileSync(file, "utf8"), { lineCounter: lines, logLevel: "silent" });
  const packages = isMap(contents) ? contents.get("packages") : undefined;
  const entry = isMap(packages) ? packages.items.find(({ key }) => isScalar(key) && key.value === name) : undefined;
  const start = isScalar(entry?.key) ? entry.key.range?.[0] : undefined;
  return start === undefined
    ? `${basename(file)}: plugin ${name}`
    : `${basename(file)}:${lines.linePos(start).line}: packages.${name}`;
}

// https://www.pulumi.com/docs/iac/concepts/projects/project-file/#plugins
function pluginFolders(plugins: unknown, root: string): [string, string][] {
  const providers = isRecord(plugins) && Array.isArray(plugins.providers) ? plugins.providers : [];
  return providers.flatMap((plugin): [string, string][] =>
    isRecord(plugin) && typeof plugin.name === "string" && typeof plugin.path === "string"
      ? [[plugin.name, resolve(root, plugin.path)]]
      : [],
  );
}

function findUp(directory: string, names: readonly string[]): string | undefined {
  const found = names.map((name) => join(directory, name)).find((file) => existsSync(file));
  const parent = dirname(directory);
  return found ?? (parent === directory ? undefined : findUp(parent, names));
}

function locateProgram(file: string, root: string, main: unknown, { language }: ProgramRuntime) {
  if (main === undefined || main === "") {
    const warning = language === "yaml" ? undefined : entryPointWarning(file, root);
    return {
      programDirectory: root,
      entryPoint: ".",
      ...(warning === undefined ? {} : { entryPointWarning: warning }),
    };
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

// The SDK takes the entry point of the nearest package.json, also from above the project. The Pulumi CLI does the same.
function entryPointWarning(file: string, root: string): string | undefined {
  const packageFile = findUp(root, ["package.json"]);
  if (packageFile === undefined || dirname(packageFile) === root) {
    return undefined;
  }
  const { main, exports } = readYamlFile(packageFile);
  const named = typeof exports === "string" ? exports : main;
  if (typeof named !== "string" || !existsSync(join(dirname(packageFile), named))) {
    return undefined;
  }
  return `${file} has no main, so the program is ${join(dirname(packageFile), named)}, which ${packageFile} names. To run the program in ${root}, set main in Pulumi.yaml, for example "main: index.ts".`;
}
