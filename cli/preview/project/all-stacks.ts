import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { PreviewError } from "../base/error";
import { PROJECT_FILES, type Project, readProject } from "./project";
import { stackFiles } from "./stack";

/** A stack that has settings. */
export interface StackPlace {
  readonly project: string;
  readonly stack: string;
  /** Directory of the project. */
  readonly cwd: string;
}

/**
 * The stacks of a project, or of every project below a directory that has none itself, in the order of their names.
 *
 * @param otherwise - the answer when there is none. @default - an error
 * @throws {PreviewError} when there is none and no other answer
 */
export function allStacks(directory: string, otherwise?: readonly StackPlace[]): readonly StackPlace[] {
  const top = resolve(directory);
  const below = projectDirectories(top);
  const directories = below.length === 0 && otherwise === undefined ? [top] : below;
  const stacks = directories.map(readProject).flatMap(stacksOf);
  if (stacks.length > 0) {
    return stacks;
  }
  if (otherwise !== undefined) {
    return otherwise;
  }
  throw new PreviewError(`no stack settings (Pulumi.<stack>.yaml) in a project of ${top}; name another with --cwd`);
}

/** The settings files of all stacks of a project, or of every project below a directory. */
export function allStackFiles(directory: string): readonly string[] {
  return allStacks(directory, []).map(({ stack, cwd }) => String(stackFiles(readProject(cwd)).get(stack)));
}

function stacksOf(project: Project): StackPlace[] {
  return [...stackFiles(project).keys()].sort().map((stack) => ({ project: project.name, stack, cwd: project.root }));
}

/** A project of a project, such as one of its examples, stands for itself only where the search starts below the first. */
function projectDirectories(directory: string): string[] {
  if (PROJECT_FILES.some((name) => existsSync(join(directory, name)))) {
    return [directory];
  }
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "node_modules" && !entry.name.startsWith("."))
    .map(({ name }) => join(directory, name))
    .sort()
    .flatMap(projectDirectories);
}
