import { compiledFile } from "../process/preload";

/** Environment variable in which a YAML program finds the schema loader and the packages that it serves. */
export const LOADER = "AWS_PIPELINES_YAML_LOADER";

/** The engine's schema loader. */
export interface Loader {
  readonly address: string;
  readonly packages: readonly string[];
}

/** The module that runs the YAML program of its working directory. */
export function yamlEntryPoint(): string {
  const file = require.resolve("./program");
  return compiledFile(file) ?? file;
}
