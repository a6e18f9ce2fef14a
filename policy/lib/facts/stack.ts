import type { PolicyResource } from "@pulumi/policy";
import { at, type Properties, unknownValue, type Value } from "../../iam/value";
import { snapshot } from "./snapshot";

/** A resource of the stack as a stack rule sees it: its outputs, and what it was made from. */
export interface StackResource {
  readonly type: string;
  readonly urn: string;
  readonly props: Properties;
  /** URNs of all that the resource depends on. */
  readonly dependencies: ReadonlySet<string>;
  /** URNs that the value of a property comes from, by property. */
  readonly propertyDependencies: ReadonlyMap<string, ReadonlySet<string>>;
}

/** The resources of the given types, as plain data. */
export function stackResources(resources: readonly PolicyResource[], types: readonly string[]): StackResource[] {
  const wanted = new Set(types);
  return resources.filter((resource) => wanted.has(resource.type)).map(stackResource);
}

function stackResource(resource: PolicyResource): StackResource {
  return {
    type: resource.type,
    urn: resource.urn,
    props: snapshot(resource.props),
    dependencies: urnsOf(resource.dependencies),
    propertyDependencies: new Map(
      Object.entries(resource.propertyDependencies).map(([property, sources]) => [property, urnsOf(sources)]),
    ),
  };
}

function urnsOf(resources: readonly PolicyResource[]): Set<string> {
  return new Set(resources.map((resource) => resource.urn));
}

/**
 * A property as the program declared it. Stack rules read outputs, and an optional property that AWS fills in is
 * unknown there until deployment even if nobody set it: an unknown that comes from no resource was not set.
 */
export function declared(resource: StackResource, property: string): Value {
  const value = at(resource.props, property);
  const sources = resource.propertyDependencies.get(property);
  return value === unknownValue && (sources === undefined || sources.size === 0) ? undefined : value;
}
