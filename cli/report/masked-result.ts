import type { PackVerdict } from "../preview/analysis/verdict";
import { mapMembers, mapValue, type PropertyMap, type PropertyValue } from "../preview/base/property-value";
import type { PreviewResult } from "../preview/result";

/** The result for display: decrypted secrets are masked wherever they are part of a text, as the Pulumi CLI does. */
export function maskedResult(result: PreviewResult): PreviewResult {
  const { maskSecrets } = result;
  const masked = (properties: PropertyMap): PropertyMap =>
    mapMembers(properties, (value) =>
      mapValue(value, (inner): PropertyValue => (typeof inner === "string" ? maskSecrets(inner) : inner)),
    );
  return {
    ...result,
    config: Object.fromEntries(Object.entries(result.config).map(([key, value]) => [key, maskSecrets(value)])),
    resources: result.resources.map((resource) => ({
      ...resource,
      inputs: masked(resource.inputs),
      outputs: masked(resource.outputs),
    })),
    outputs: masked(result.outputs),
    packs: result.packs.map((pack) => maskedVerdict(pack, maskSecrets)),
  };
}

function maskedVerdict(pack: PackVerdict, maskSecrets: PreviewResult["maskSecrets"]): PackVerdict {
  return {
    ...pack,
    policies: pack.policies.map((policy) => ({
      ...policy,
      violations: policy.violations.map((violation) => ({ ...violation, message: maskSecrets(violation.message) })),
    })),
  };
}
