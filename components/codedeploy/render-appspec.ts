import { describeProblems } from "../schema/problem";
import { renderYaml } from "../schema/render-yaml";
import type { AppSpec, ComputePlatform } from "./appspec";
import { canonicalAppSpec, validateAppSpec } from "./validate-appspec";

/**
 * Renders an AppSpec as YAML or JSON: keys in the order of AWS's reference. Equal AppSpecs render to equal text.
 *
 * @param platform - the platform of the deployment group; without it, the content tells the platform
 * @throws Error listing every problem that {@link validateAppSpec} finds.
 */
export function renderAppSpec(appSpec: AppSpec, format: "yaml" | "json" = "yaml", platform?: ComputePlatform): string {
  const problems = validateAppSpec(appSpec, platform);
  if (problems.length > 0) {
    throw new Error(describeProblems("The AppSpec", problems));
  }
  const canonical = canonicalAppSpec(appSpec);
  const text = format === "yaml" ? renderYaml(canonical) : `${JSON.stringify(canonical, undefined, 2)}\n`;
  // The agent and AWS's pages know the version as 0.0.
  return text.replace(/^(\{\n {2}"version"|version): 0(?=,?\n)/, "$1: 0.0");
}
