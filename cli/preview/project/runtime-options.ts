import { PreviewError } from "../base/error";
import { shellWords } from "./shell-words";
import { isRecord } from "./yaml-file";

/** How Node runs a program or a policy pack: the `runtime` of Pulumi.yaml or PulumiPolicy.yaml. */
export interface RuntimeOptions {
  /** Arguments for Node itself. */
  readonly nodeArgs: readonly string[];
  /** Environment that tells the SDK how to load TypeScript. */
  readonly env: Readonly<Record<string, string>>;
}

/** The runtime of a program. */
export interface ProgramRuntime extends RuntimeOptions {
  readonly language: "nodejs" | "yaml";
}

/**
 * Reads the `runtime` key of Pulumi.yaml.
 *
 * @throws {PreviewError} for a language that does not run offline, and for options of the wrong type
 */
export function readProgramRuntime(file: string, runtime: unknown): ProgramRuntime {
  const { name, options } = runtimeParts(runtime);
  if (name !== "yaml") {
    return { language: "nodejs", ...readRuntimeOptions(file, runtime) };
  }
  if (options.compiler !== undefined) {
    throw new PreviewError(
      `${file}: runtime.options.compiler does not run offline, because it is a command; write its output to Main.yaml and remove the option`,
    );
  }
  return { language: "yaml", nodeArgs: [], env: { PULUMI_NODEJS_TYPESCRIPT: "false" } };
}

/**
 * Reads the `runtime` key of a project file.
 *
 * @throws {PreviewError} for another runtime than nodejs, and for options of the wrong type
 */
export function readRuntimeOptions(file: string, runtime: unknown): RuntimeOptions {
  const { name, options } = runtimeParts(runtime);
  if (name !== "nodejs") {
    throw new PreviewError(
      name === undefined
        ? `${file}: runtime is missing; set it to nodejs, or use pulumi preview`
        : `${file}: runtime ${JSON.stringify(name)} does not run offline; run pulumi preview --policy-pack with the same pack, which judges the same resources`,
    );
  }
  const typescript = options.typescript ?? true;
  const tsconfig = options.tsconfig ?? "";
  const nodeargs = options.nodeargs ?? "";
  if (typeof typescript !== "boolean") {
    throw new PreviewError(`${file}: runtime.options.typescript must be true or false`);
  }
  if (typeof tsconfig !== "string" || typeof nodeargs !== "string") {
    throw new PreviewError(`${file}: runtime.options.tsconfig and runtime.options.nodeargs must be text`);
  }
  return {
    nodeArgs: shellWords(nodeargs),
    env: {
      ...(typescript ? { PULUMI_NODEJS_TYPESCRIPT: "true" } : {}),
      ...(tsconfig === "" ? {} : { PULUMI_NODEJS_TSCONFIG_PATH: tsconfig }),
    },
  };
}

function runtimeParts(runtime: unknown): { readonly name: unknown; readonly options: Record<string, unknown> } {
  return isRecord(runtime)
    ? { name: runtime.name, options: isRecord(runtime.options) ? runtime.options : {} }
    : { name: runtime, options: {} };
}
