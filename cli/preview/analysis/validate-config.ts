import type { JSONSchema } from "zod/v4/core";
import type { PolicyConfig, PolicySettings } from "./pack-config";

/**
 * Checks the settled settings of policies against the schemas that the pack states for them.
 *
 * @returns every problem, named by policy and property
 */
export function configProblems(
  policies: readonly PolicySettings[],
  config: ReadonlyMap<string, PolicyConfig>,
): string[] {
  const withSchema = policies.filter((policy) => Object.keys(policy.properties).length + policy.required.length > 0);
  if (withSchema.length === 0) {
    return [];
  }
  // Most policies of a pack take the same settings and leave them as they are: what was checked once is known.
  const known = new Map<string, readonly string[]>();
  return withSchema.flatMap((policy) => {
    const properties = config.get(policy.name)?.properties ?? {};
    const key = JSON.stringify([policy.properties, policy.required, properties]);
    const problems = known.get(key) ?? problemsOf(policy, properties);
    known.set(key, problems);
    return problems.map((problem) => `${policy.name}${problem}`);
  });
}

function problemsOf(policy: PolicySettings, properties: PolicyConfig["properties"]): string[] {
  // Loaded only where a policy has settings, for it takes longer than all else here.
  const { config, fromJSONSchema }: typeof import("zod") = require("zod");
  // A schema that is used once is read faster than compiled.
  config({ jitless: true });
  const schema = fromJSONSchema({
    type: "object",
    properties: policy.properties as JSONSchema.BaseSchema["properties"],
    required: [...policy.required],
  });
  return (schema.safeParse(properties).error?.issues ?? []).map((issue) => {
    const path = issue.path.map(String).join(".");
    return `${path === "" ? "" : `.${path}`}: ${issue.message}`;
  });
}
