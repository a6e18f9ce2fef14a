import { readdirSync } from "node:fs";
import { join } from "node:path";
import { PreviewError } from "../base/error";
import type { Project } from "./project";
import { readYamlFile } from "./yaml-file";

/** The stack to preview. */
export interface Stack {
  readonly name: string;
  /** Path of the file with its settings; a stack without settings may have none. */
  readonly file: string;
  /** Content of that file. */
  readonly content: Readonly<Record<string, unknown>>;
}

const STACK_FILE = /^Pulumi\.(.+)\.(?:yaml|yml|json)$/;

/**
 * Reads the settings of a stack. Without a name it is the only stack there is.
 *
 * @param name - a stack's name, or `organization/project/name`
 * @throws {PreviewError} when the choice is not clear, or there is no such stack beside others
 */
export function readStack(project: Project, name: string | undefined): Stack {
  const files = new Map(
    readdirSync(project.stackDirectory).flatMap((file) => {
      const stack = STACK_FILE.exec(file)?.[1];
      return stack === undefined ? [] : [[stack, join(project.stackDirectory, file)] as const];
    }),
  );
  const known = [...files.keys()].sort();
  const chosen = name?.split("/").pop() ?? (known.length === 1 ? known[0] : undefined);
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
    file: file ?? join(project.stackDirectory, `Pulumi.${chosen}.yaml`),
    content: file === undefined ? {} : readYamlFile(file),
  };
}
