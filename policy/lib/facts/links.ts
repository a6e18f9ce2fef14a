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

/** The candidates of one property by the name that they hold, by the resource that it comes from, and the rest. */
interface Index {
  readonly byName: ReadonlyMap<Value, readonly StackResource[]>;
  readonly bySource: ReadonlyMap<string, readonly StackResource[]>;
  readonly loose: readonly StackResource[];
}

const indexes = new WeakMap<readonly StackResource[], Map<string, Index>>();

/** Returns the resources whose property holds the name of the target, in one step for each target. */
export function referrers(
  candidates: readonly StackResource[],
  property: string,
  target: StackResource,
  targetName: Value,
): StackResource[] {
  const { byName, bySource, loose } = indexOf(candidates, property);
  const found = [...(byName.get(targetName) ?? []), ...(bySource.get(target.urn) ?? []), ...loose];
  return [...new Set(found)].filter((from) =>
    leadsTo({ from, property, name: at(from.props, property) }, target, targetName),
  );
}

function indexOf(candidates: readonly StackResource[], property: string): Index {
  const known = indexes.get(candidates) ?? new Map<string, Index>();
  indexes.set(candidates, known);
  const index = known.get(property) ?? indexAnew(candidates, property);
  known.set(property, index);
  return index;
}

function indexAnew(candidates: readonly StackResource[], property: string): Index {
  const byName = new Map<Value, StackResource[]>();
  const bySource = new Map<string, StackResource[]>();
  const loose: StackResource[] = [];
  for (const from of candidates) {
    const name = at(from.props, property);
    const sources = from.propertyDependencies.get(property) ?? [];
    push(byName, name, from);
    for (const source of sources) {
      push(bySource, source, from);
    }
    if (!isKnown(name)) {
      loose.push(from);
    }
  }
  return { byName, bySource, loose: loose.filter((from) => !(from.propertyDependencies.get(property)?.size ?? 0)) };
}

function push<K>(groups: Map<K, StackResource[]>, key: K, value: StackResource): void {
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
