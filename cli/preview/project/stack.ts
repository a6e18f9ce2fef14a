import { readdirSync } from "node:fs";
import { join } from "node:path";
import { PreviewError } from "../base/error";
import type { Project } from "./project";
import { readYamlFile } from "./yaml-file";

/** Organization of stacks in self-managed backends, and of stacks that are named without one. */
const DEFAULT_ORGANIZATION = "organization";

/** The stack to preview. */
export interface Stack {
  readonly name: string;
  /** Organization that the program and the packs receive. */
  readonly organization: string;
  /** Path of its settings file, which may be absent. */
  readonly file: string;
  /** Content of that file. */
  readonly content: Readonly<Record<string, unknown>>;
}

const STACK_FILE = /^Pulumi\.(.+)\.(?:yaml|yml|json)$/;

/**
 * Reads the settings of a stack. Without a name it is the only stack of the project.
 *
 * @param name - `stack`, `organization/stack` or `organization/project/stack`
 * @throws {PreviewError} when the name fits several stacks or none, or names another project
 */
export function readStack(project: Project, name: string | undefined): Stack {
  const files = stackFiles(project);
  const known = [...files.keys()].sort();
  const named = name === undefined ? undefined : qualifiedName(name, project);
  const chosen = named?.stack ?? (known.length === 1 ? known[0] : undefined);
  if (chosen === undefined || chosen === "") {
    throw new PreviewError(
      known.length === 0
        ? `no stack settings (Pulumi.<stack>.yaml) in ${project.stackDirectory}; name the stack with --stack`
        : `which stack? ${project.stackDirectory} has ${known.join(", ")}; choose one with --stack`,
    );
  }
  const file = files.get(chosen);
  if (file === undefined && known.length > 0) {
    throw new PreviewError(
      `no settings for stack "${chosen}" in ${project.stackDirectory}; there are settings for ${known.join(", ")}`,
    );
  }
  return {
    name: chosen,
    organization: named?.organization ?? DEFAULT_ORGANIZATION,
    file: file ?? join(project.stackDirectory, `Pulumi.${chosen}.yaml`),
    content: file === undefined ? {} : readYamlFile(file),
  };
}

/** Whether the name of a file says that it holds the settings of a stack. */
export function isStackFile(name: string): boolean {
  return STACK_FILE.test(name);
}

/** The settings files of a project by the name of their stack. */
export function stackFiles({ stackDirectory }: Pick<Project, "stackDirectory">): ReadonlyMap<string, string> {
  return new Map(
    readdirSync(stackDirectory).flatMap((file) => {
      const stack = STACK_FILE.exec(file)?.[1];
      return stack === undefined ? [] : [[stack, join(stackDirectory, file)] as const];
    }),
  );
}

function qualifiedName(name: string, project: Project): { organization: string; stack: string } {
  const parts = name.split("/");
  const [first = "", second = ""] = parts;
  if (parts.length > 3) {
    throw new PreviewError(
      `--stack "${name}" has too many parts; use stack, organization/stack or organization/project/stack`,
    );
  }
  if (parts.length === 3 && second !== project.name) {
    throw new PreviewError(
      `--stack "${name}" names project "${second}", but ${project.file} is project "${project.name}"`,
    );
  }
  return { organization: parts.length === 1 ? DEFAULT_ORGANIZATION : first, stack: parts[parts.length - 1] ?? "" };
}

/** A key of a settings file with its namespace; undefined if it has another form. */
export function qualified(key: string, project: string): string | undefined {
  const parts = key.split(":");
  if (parts.length === 3 && parts[1] === "config") {
    return `${parts[0]}:${parts[2]}`;
  }
  return parts.length === 1 ? `${project}:${key}` : parts.length === 2 ? key : undefined;
}

/** The key of a settings file that stands for a key with a namespace. */
export function writtenKey(config: unknown, key: string, project: string): string | undefined {
  return Object.keys(Object(config)).find((written) => qualified(written, project) === key);
}
