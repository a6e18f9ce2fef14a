import { at, isSet, unknownValue, type Value } from "../../iam/value";
import type { StackResource } from "./stack";

/** One resource's reference to another by its physical name. */
export interface Reference {
  readonly from: StackResource;
  /** The top-level property that holds the name, for the dependencies of its value. */
  readonly property: string;
  readonly name: Value;
}

/**
 * Whether a reference leads to a resource. Two known names decide; a name that is not known comes from where its
 * property says it does; only an engine that tells no property's origin leaves the plain dependencies to go by,
 * for those also hold whatever `dependsOn` lists.
 */
export function leadsTo({ from, property, name }: Reference, target: StackResource, targetName: Value): boolean {
  if (isKnown(name) && isKnown(targetName)) {
    return name === targetName;
  }
  const sources = from.propertyDependencies.get(property);
  if (sources !== undefined && sources.size > 0) {
    return sources.has(target.urn);
  }
  return name === unknownValue && from.dependencies.has(target.urn);
}

/** The resources whose property holds the name of the target. */
export function referrers(
  candidates: readonly StackResource[],
  property: string,
  target: StackResource,
  targetName: Value,
): StackResource[] {
  return candidates.filter((from) => leadsTo({ from, property, name: at(from.props, property) }, target, targetName));
}

/** Whether two resources take a property from the outputs of the same resource. */
export function shareOrigin(one: StackResource, other: StackResource, property: string): boolean {
  const sources = one.propertyDependencies.get(property) ?? new Set<string>();
  return [...(other.propertyDependencies.get(property) ?? [])].some((urn) => sources.has(urn));
}

function isKnown(name: Value): boolean {
  return isSet(name) && name !== unknownValue;
}
