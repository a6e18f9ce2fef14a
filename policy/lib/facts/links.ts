import { at, isSet, unknownValue, type Value } from "../../iam/value";
import type { StackResource } from "./stack";

/** A reference of one resource to another by its physical name. */
export interface Reference {
  readonly from: StackResource;
  /** The top-level property that holds the name. The engine tells the dependencies of its value. */
  readonly property: string;
  readonly name: Value;
}

/**
 * Whether a reference leads to a resource. Two known names decide, and else the dependencies of the property. Plain
 * dependencies decide only without those, because they hold what `dependsOn` lists as well.
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

const finders = new WeakMap<readonly StackResource[], Map<string, Finder>>();

/** Returns the resources whose property holds the name of the target, in one step for each target. */
export function referrers(
  candidates: readonly StackResource[],
  property: string,
  target: StackResource,
  targetName: Value,
): StackResource[] {
  return finderOf(candidates, property)(target, targetName).map(({ from }) => from);
}

function finderOf(candidates: readonly StackResource[], property: string): Finder {
  const known = finders.get(candidates) ?? new Map<string, Finder>();
  finders.set(candidates, known);
  const finder =
    known.get(property) ?? finderAmong(candidates.map((from) => ({ from, property, name: at(from.props, property) })));
  known.set(property, finder);
  return finder;
}

/** Returns the references that lead to a resource. */
export type Finder = (target: StackResource, targetName: Value) => Reference[];

/** Returns a finder among references that takes one step for each target. */
export function finderAmong(references: readonly Reference[]): Finder {
  const byName = new Map<Value, Reference[]>();
  const bySource = new Map<string, Reference[]>();
  const loose: Reference[] = [];
  for (const reference of references) {
    const { from, property, name } = reference;
    const sources = from.propertyDependencies.get(property) ?? new Set<string>();
    push(byName, name, reference);
    for (const source of sources) {
      push(bySource, source, reference);
    }
    if (!isKnown(name) && sources.size === 0) {
      loose.push(reference);
    }
  }
  return (target, targetName) => {
    const found = [...(byName.get(targetName) ?? []), ...(bySource.get(target.urn) ?? []), ...loose];
    return [...new Set(found)].filter((reference) => leadsTo(reference, target, targetName));
  };
}

function push<K, V>(groups: Map<K, V[]>, key: K, value: V): void {
  const group = groups.get(key);
  if (group === undefined) {
    groups.set(key, [value]);
  } else {
    group.push(value);
  }
}

/** Whether two resources take a property from the outputs of one resource. */
export function shareOrigin(one: StackResource, other: StackResource, property: string): boolean {
  const sources = one.propertyDependencies.get(property) ?? new Set<string>();
  return [...(other.propertyDependencies.get(property) ?? [])].some((urn) => sources.has(urn));
}

function isKnown(name: Value): boolean {
  return isSet(name) && name !== unknownValue;
}
