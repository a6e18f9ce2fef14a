import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { PreviewError } from "../base/error";
import { PROJECT_FILES, type ProjectPlace, readProject, readProjectPlace } from "./project";
import { stackFiles } from "./stack";

/** A stack that has settings. */
export interface StackPlace {
  readonly project: string;
  readonly stack: string;
  /** Directory of the project. */
  readonly cwd: string;
  /** Folder of the project below the directory of the search, if another project has a stack of the same name. */
  readonly folder?: string;
}

/**
 * The stacks of a project, or of every project below a directory that has none itself, in the order of their names. A
 * project among others that cannot be previewed has its stacks in the list, because its preview tells the reason.
 *
 * @param otherwise - the answer when there is none. @default - an error
 * @throws {PreviewError} when there is none and no other answer
 */
export function allStacks(directory: string, otherwise?: readonly StackPlace[]): readonly StackPlace[] {
  const top = resolve(directory);
  const below = projectDirectories(top);
  const directories = below.length === 0 && otherwise === undefined ? [top] : below;
  const isOne = directories.length === 1 && directories[0] === top;
  const stacks = directories.map(isOne ? readProject : readPlace).flatMap(stacksOf);
  if (stacks.length > 0) {
    return withFolders(stacks, top);
  }
  if (otherwise !== undefined) {
    return otherwise;
  }
  throw new PreviewError(`no stack settings (Pulumi.<stack>.yaml) in a project of ${top}; name another with --cwd`);
}

/** The settings files of all stacks of a project, or of every project below a directory. */
export function allStackFiles(directory: string): readonly string[] {
  return allStacks(directory, []).map(({ stack, cwd }) => String(stackFiles(readPlace(cwd)).get(stack)));
}

/** A project whose file is wrong has the name of its folder. */
function readPlace(directory: string): ProjectPlace {
  try {
    return readProjectPlace(directory);
  } catch (error) {
    if (!(error instanceof PreviewError)) {
      throw error;
    }
    return { name: basename(directory), root: directory, stackDirectory: directory };
  }
}

function stacksOf({ name, root, stackDirectory }: ProjectPlace): StackPlace[] {
  const stacks = existsSync(stackDirectory) ? [...stackFiles({ stackDirectory }).keys()] : [];
  return stacks.sort().map((stack) => ({ project: name, stack, cwd: root }));
}

function withFolders(stacks: readonly StackPlace[], top: string): readonly StackPlace[] {
  const counts = new Map<string, number>();
  const nameOf = ({ project, stack }: StackPlace) => `${project}/${stack}`;
  for (const name of stacks.map(nameOf)) {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return stacks.map((place) =>
    counts.get(nameOf(place)) === 1 ? place : { ...place, folder: relative(top, place.cwd) },
  );
}

/** A project of a project, such as one of its examples, stands for itself only where the search starts below the first. */
function projectDirectories(directory: string): string[] {
  if (PROJECT_FILES.some((name) => isFile(join(directory, name)))) {
    return [directory];
  }
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "node_modules" && !entry.name.startsWith("."))
    .map(({ name }) => join(directory, name))
    .sort()
    .flatMap(projectDirectories);
}

/** Whether a path leads to a file. Reading a named pipe would wait for somebody who writes. */
function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}
