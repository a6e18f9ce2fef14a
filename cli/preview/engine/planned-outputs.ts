import { type PropertyMap, secret, UNKNOWN } from "../base/property-value";
import type { Resource } from "./resource";

/**
 * What a provider plans for a new resource: its inputs, and everything else unknown, which the SDK makes of what is not
 * there. Outputs that the program wants kept secret are named even when they are unknown.
 */
export function plannedOutputs(resource: Resource): PropertyMap {
  const outputs: PropertyMap = { ...resource.inputs };
  for (const key of resource.additionalSecretOutputs) {
    outputs[key] = secret(outputs[key] ?? UNKNOWN);
  }
  return outputs;
}
