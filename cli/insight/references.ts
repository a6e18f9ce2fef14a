import type { Resource } from "../preview/engine/resource";
import { knownAt } from "./known";

/** Whether an input of a resource was computed from another resource. */
export function refersTo(resource: Resource, property: string, other: Resource): boolean {
  return resource.propertyDependencies[property]?.includes(other.urn) === true;
}

/** The resource of a type that an input names, by its name or by the resource that the program takes the name from. */
export function namedBy(
  resource: Resource,
  property: string,
  type: string,
  resources: readonly Resource[],
): Resource | undefined {
  const name = knownAt(resource.inputs[property]);
  return resources.find(
    (other) =>
      other.type === type &&
      ((name !== undefined && knownAt(other.inputs.name) === name) || refersTo(resource, property, other)),
  );
}
