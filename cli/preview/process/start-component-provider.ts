import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Project } from "../project/project";
import { readRuntimeOptions } from "../project/runtime-options";
import { isRecord, readYamlFile } from "../project/yaml-file";
import { type StartedServer, startServer } from "./start-server";

/**
 * Starts the provider of a package of the project, as the engine does when a component of the package registers.
 *
 * @param onLine - receives the lines that the provider writes
 * @returns undefined if the project has no folder with a Node.js provider of this name
 */
export function startComponentProvider(
  project: Project,
  packageName: string,
  engineAddress: string,
  onLine: (stream: "stdout" | "stderr", line: string) => void,
): StartedServer | undefined {
  const directory = project.packages.get(packageName);
  const file = directory === undefined ? undefined : join(directory, "PulumiPlugin.yaml");
  if (directory === undefined || file === undefined || !existsSync(file)) {
    return undefined;
  }
  const { runtime } = readYamlFile(file);
  if ((isRecord(runtime) ? runtime.name : runtime) !== "nodejs") {
    return undefined;
  }
  const { nodeArgs, env } = readRuntimeOptions(file, runtime);
  return startServer(
    {
      module: "@pulumi/pulumi/cmd/run-plugin",
      directory,
      cwd: project.root,
      nodeArgs,
      args: [directory, engineAddress],
      env,
    },
    `the provider in ${directory}`,
    onLine,
  );
}
