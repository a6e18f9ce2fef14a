import type { JSONSchema } from "zod/v4/core";
import type { PolicyConfig, PolicySettings } from "./pack-config";

/**
 * Checks the settled settings of policies against the schemas that the pack states for them.
 *
 * @returns every problem, named by policy and property
 */
export async function configProblems(
  policies: readonly PolicySettings[],
  config: ReadonlyMap<string, PolicyConfig>,
): Promise<string[]> {
  const withSchema = policies.filter((policy) => Object.keys(policy.properties).length + policy.required.length > 0);
  if (withSchema.length === 0) {
    return [];
  }
  // Loaded only where a policy has settings, for it takes longer than all else here.
  const { fromJSONSchema } = await import("zod");
  return withSchema.flatMap((policy) => {
    const schema = fromJSONSchema({
      type: "object",
      properties: policy.properties as JSONSchema.BaseSchema["properties"],
      required: [...policy.required],
    });
    const result = schema.safeParse(config.get(policy.name)?.properties ?? {});
    return (result.error?.issues ?? []).map((issue) => {
      const path = issue.path.map(String).join(".");
      return `${policy.name}${path === "" ? "" : `.${path}`}: ${issue.message}`;
    });
  });
}
