import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { sdkFolders } from "../invokes/result-shape";
import type { Config } from "../project/config";
import type { Project } from "../project/project";
import type { Stack } from "../project/stack";
import { LOADER, type Loader, yamlEntryPoint } from "../yaml/entry";
import { HEAP_GROWTH } from "./heap-growth";
import { type RunningModule, startModule } from "./node-module";
import type { Note } from "./notes";

// The Pulumi CLI allows four operations at a time per processor.
const OPERATIONS_PER_PROCESSOR = 4;

/** A program to start, with its stack and the engine that it calls. */
export interface ProgramContext {
  readonly project: Project;
  readonly stack: Stack;
  readonly config: Config;
  readonly engineAddress: string;
}

/** Starts a program against an engine, with the arguments and environment that the Pulumi CLI gives it. */
export function startProgram(
  { project, stack, config, engineAddress }: ProgramContext,
  onLine: (stream: "stdout" | "stderr", line: string) => void,
  onNote: (note: Note) => void,
): RunningModule {
  const isYaml = project.runtime.language === "yaml";
  const loader: Loader = { address: engineAddress, packages: [...project.packages.keys()] };
  return startModule(
    {
      module: "@pulumi/pulumi/cmd/run",
      directory: isYaml ? sdkDirectory(project) : project.programDirectory,
      cwd: project.root,
      nodeArgs: project.runtime.nodeArgs,
      ownNodeArgs: [HEAP_GROWTH],
      preloads: [
        require.resolve("./quick-calls"),
        require.resolve("./debug-messages"),
        require.resolve("./error-messages"),
        require.resolve("./watched-promises"),
        require.resolve("./stack-traces"),
        require.resolve("./late-outputs"),
        require.resolve("./awaited-results"),
        require.resolve("./skipped-callbacks"),
        ...(project.runtime.env.PULUMI_NODEJS_TYPESCRIPT === "true" ? [require.resolve("./late-transpiler")] : []),
        // A program in YAML marks unknown secrets, as Pulumi's YAML runtime does.
        ...(config.unknownKeys.length > 0 || isYaml ? [require.resolve("./unknown-settings")] : []),
      ],
      hasCalls: true,
      onNote,
      args: [
        ...["--monitor", engineAddress],
        ...["--engine", engineAddress],
        ...["--organization", stack.organization],
        ...["--project", project.name],
        ...["--root-directory", project.root],
        ...["--stack", stack.name],
        ...["--pwd", project.programDirectory],
        "--dry-run",
        ...["--parallel", String(OPERATIONS_PER_PROCESSOR * availableParallelism())],
        isYaml ? yamlEntryPoint() : project.entryPoint,
      ],
      env: {
        ...project.runtime.env,
        ...(isYaml ? { [LOADER]: JSON.stringify(loader) } : {}),
        PULUMI_CONFIG: JSON.stringify(
          Object.fromEntries([...config.values].map(([key, value]) => [longKey(key), value])),
        ),
        PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(config.secretKeys),
      },
    },
    onLine,
  );
}

// A program in YAML needs no SDK. The one of the preview runs it then.
function sdkDirectory({ programDirectory }: Project): string {
  const folders = sdkFolders("pulumi", [programDirectory]);
  return folders.some((folder) => existsSync(join(folder, "package.json"))) ? programDirectory : __dirname;
}

// Older packages look up settings by `namespace:config:name`. Newer ones accept that form.
function longKey(key: string): string {
  const colon = key.indexOf(":");
  return `${key.slice(0, colon)}:config:${key.slice(colon + 1)}`;
}
