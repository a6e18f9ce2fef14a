import { existsSync } from "node:fs";
import { join, sep } from "node:path";
import { PreviewError } from "../base/error";
import { type Project, packagePlace } from "../project/project";
import { readRuntimeOptions } from "../project/runtime-options";
import { isRecord, readYamlFile } from "../project/yaml-file";
import { type StartedServer, startServer } from "./start-server";

/**
 * Starts the provider of a package of the project, as the engine does when a component of the package registers.
 *
 * @param onLine - receives the lines that the provider writes
 * @returns undefined if the project names no folder for the package, or its provider is not of Node.js
 * @throws PreviewError if the folder holds no provider
 */
export function startComponentProvider(
  project: Project,
  packageName: string,
  engineAddress: string,
  onLine: (stream: "stdout" | "stderr", line: string) => void,
): StartedServer | undefined {
  const directory = project.packages.get(packageName);
  if (directory === undefined) {
    return undefined;
  }
  const file = join(directory, "PulumiPlugin.yaml");
  if (!existsSync(directory)) {
    const fix = directory.includes(`${sep}node_modules${sep}`)
      ? `Run "npm install" in ${project.root} first.`
      : "Give the folder of the provider.";
    throw new PreviewError(`${packagePlace(project, packageName)}: ${directory} does not exist. ${fix}`);
  }
  // A provider in another language may be a folder with a binary, or a schema.
  if (!existsSync(file) && existsSync(join(directory, "package.json"))) {
    throw new PreviewError(
      `${packagePlace(project, packageName)}: ${directory} has no PulumiPlugin.yaml. Give the folder of the provider, such as node_modules/@platform/aws-pipelines/components/provider`,
    );
  }
  if (!existsSync(file)) {
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
