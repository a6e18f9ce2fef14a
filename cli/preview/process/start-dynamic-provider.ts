import { deferred } from "../base/deferred";
import { PreviewError } from "../base/error";
import type { Project } from "../project/project";
import { type RunningModule, startModule } from "./node-module";

/** A running server of dynamic providers. */
export interface StartedDynamicProvider {
  readonly address: Promise<string>;
  readonly running: RunningModule;
}

/**
 * Starts the SDK's server of dynamic providers, as the engine does for a program that has any.
 *
 * @param onLine - receives the lines that the program's provider code writes
 */
export function startDynamicProvider(
  project: Project,
  engineAddress: string,
  onLine: (stream: "stdout" | "stderr", line: string) => void,
): StartedDynamicProvider {
  const { promise, resolve, reject } = deferred<string>();
  let hasPort = false;
  const running = startModule(
    {
      module: "@pulumi/pulumi/cmd/dynamic-provider",
      directory: project.programDirectory,
      cwd: project.programDirectory,
      nodeArgs: [],
      args: [engineAddress],
      env: {},
    },
    (stream, line) => {
      if (!hasPort && stream === "stdout" && /^\d+$/.test(line)) {
        hasPort = true;
        resolve(`127.0.0.1:${line}`);
      } else {
        onLine(stream, line);
      }
    },
  );
  running.ended.then(
    () => reject(new PreviewError("the server of dynamic providers ended before it listened")),
    reject,
  );
  return { address: promise, running };
}
