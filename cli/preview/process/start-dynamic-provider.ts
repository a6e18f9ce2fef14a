import type { Project } from "../project/project";
import { type StartedServer, startServer } from "./start-server";

/**
 * Starts the SDK's server of dynamic providers, as the engine does for a program that has any.
 *
 * @param onLine - receives the lines that the program's provider code writes
 */
export function startDynamicProvider(
  project: Project,
  engineAddress: string,
  onLine: (stream: "stdout" | "stderr", line: string) => void,
): StartedServer {
  return startServer(
    {
      module: "@pulumi/pulumi/cmd/dynamic-provider",
      directory: project.programDirectory,
      cwd: project.programDirectory,
      nodeArgs: [],
      args: [engineAddress],
      env: {},
    },
    "the server of dynamic providers",
    onLine,
  );
}
