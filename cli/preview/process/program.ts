import { availableParallelism } from "node:os";
import type { Config } from "../project/config";
import type { Project } from "../project/project";
import { type RunningModule, startModule } from "./node-module";
import { preload } from "./preload";

// The Pulumi CLI allows four operations at a time per processor.
const OPERATIONS_PER_PROCESSOR = 4;

/** The organization a program sees offline: the one of self-managed backends. */
export const ORGANIZATION = "organization";

/** Starts a program against an engine, with the arguments and environment that the Pulumi CLI gives it. */
export function startProgram(
  project: Project,
  stack: string,
  config: Config,
  engineAddress: string,
  onLine: (stream: "stdout" | "stderr", line: string) => void,
): RunningModule {
  return startModule(
    {
      module: "@pulumi/pulumi/cmd/run",
      directory: project.programDirectory,
      cwd: project.root,
      nodeArgs: [...project.runtime.nodeArgs, ...preload(require.resolve("./debug-messages"))],
      args: [
        ...["--monitor", engineAddress],
        ...["--engine", engineAddress],
        ...["--organization", ORGANIZATION],
        ...["--project", project.name],
        ...["--root-directory", project.root],
        ...["--stack", stack],
        ...["--pwd", project.programDirectory],
        "--dry-run",
        ...["--parallel", String(OPERATIONS_PER_PROCESSOR * availableParallelism())],
        project.entryPoint,
      ],
      env: {
        ...project.runtime.env,
        PULUMI_CONFIG: JSON.stringify(
          Object.fromEntries([...config.values].map(([key, value]) => [longKey(key), value])),
        ),
        PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(config.secretKeys),
      },
    },
    onLine,
  );
}

// Older packages look settings up by `namespace:config:name`, and newer ones accept it.
function longKey(key: string): string {
  const colon = key.indexOf(":");
  return `${key.slice(0, colon)}:config:${key.slice(colon + 1)}`;
}
