import { type PropertyMap, secret, UNKNOWN } from "../base/property-value";
import { isProviderType } from "./providers";
import type { Resource } from "./resource";

/**
 * The outputs that a provider plans for a new resource: its inputs. The SDK treats an absent output as unknown. Outputs
 * that the program marks secret are present even when they are unknown. An input that the program leaves out is no
 * output, and a provider has no outputs but its inputs.
 *
 * @param inputsOf - names of the inputs of a type
 */
export function plannedOutputs(resource: Resource, inputsOf: (type: string) => ReadonlySet<string>): PropertyMap {
  const outputs: PropertyMap = { ...resource.inputs };
  const inputs = inputsOf(resource.type);
  const isOutput = (name: string) => !isProviderType(resource.type) && !inputs.has(name);
  for (const key of resource.additionalSecretOutputs.filter((name) => name in outputs || isOutput(name))) {
    outputs[key] = secret(outputs[key] ?? UNKNOWN);
  }
  return outputs;
}
