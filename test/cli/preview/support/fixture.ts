import { join } from "node:path";
import type { Resource } from "../../../../cli/preview/engine/resource";
import type { PreviewOptions } from "../../../../cli/preview/options";
import { preview } from "../../../../cli/preview/preview";
import type { PreviewResult } from "../../../../cli/preview/result";

/** Path of a file of the fixtures. */
export function fixture(...path: string[]): string {
  return join(__dirname, "../../../fixtures/preview", ...path);
}

/** Previews a fixture in this process; its program and packs run in theirs. */
export function previewFixture(
  name: string,
  options: Partial<PreviewOptions> = {},
  env: NodeJS.ProcessEnv = {},
): Promise<PreviewResult> {
  const all = { cwd: fixture(name), stack: "dev", policyPacks: [], policyPackConfigs: [], ...options };
  return preview(all, { env, signal: new AbortController().signal, onResource: () => undefined });
}

/** The one resource of that name. */
export function named(result: PreviewResult, name: string): Resource {
  const found = result.resources.filter((resource) => resource.name === name);
  const [only] = found;
  if (only === undefined || found.length > 1) {
    throw new Error(`${found.length} resources are called ${name}`);
  }
  return only;
}

/** Every message, with its severity and the name of its resource. */
export function messages(result: PreviewResult): string[] {
  return result.diagnostics.map(
    ({ severity, message, urn }) => `${urn?.split("::").pop() ?? ""} ${severity}: ${message}`,
  );
}
