import type { PolicyResource } from "@pulumi/policy";
import { at, type Properties, unknownValue, type Value } from "../../iam/value";
import { snapshot } from "./snapshot";
import { isTranslated, translated } from "./translations";

/** A resource of the stack as a stack rule sees it: its outputs, and the resources that they come from. */
export interface StackResource {
  readonly type: string;
  readonly urn: string;
  readonly props: Properties;
  /** URNs of all that the resource depends on. */
  readonly dependencies: ReadonlySet<string>;
  /** URNs that the value of a property comes from, by property. */
  readonly propertyDependencies: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Copies the resources of the given types into plain data. */
export function stackResources(resources: readonly PolicyResource[], types: readonly string[]): StackResource[] {
  const wanted = new Set(types);
  return resources.flatMap((resource) => {
    if (wanted.has(resource.type)) {
      return [stackResource(resource)];
    }
    return isTranslated(resource.type) ? translatedResource(resource).filter(({ type }) => wanted.has(type)) : [];
  });
}

/** A resource of another provider in the forms that the rules read. */
export function translatedResource(
  resource: PolicyResource,
): (StackResource & { readonly names: Readonly<Record<string, string>> })[] {
  const own = stackResource(resource);
  return translated(own.type, own.props).map(({ type, props, names }) => ({ ...own, type, props, names }));
}

const byTypes = new WeakMap<readonly StackResource[], Map<string, readonly StackResource[]>>();

/** Returns the resources of the given types: the same list every time, so that a search over it can keep an index. */
export function ofTypes(resources: readonly StackResource[], types: readonly string[]): readonly StackResource[] {
  const lists = byTypes.get(resources) ?? new Map<string, readonly StackResource[]>();
  byTypes.set(resources, lists);
  const key = types.join(" ");
  const list = lists.get(key) ?? resources.filter(({ type }) => types.includes(type));
  lists.set(key, list);
  return list;
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
 * Returns a property as the program declares it. Stack rules read outputs, and AWS fills in optional properties there.
 * An unknown that comes from no resource was not declared.
 */
export function declared(resource: StackResource, property: string): Value {
  const value = at(resource.props, property);
  const sources = resource.propertyDependencies.get(property);
  return value === unknownValue && (sources === undefined || sources.size === 0) ? undefined : value;
}
