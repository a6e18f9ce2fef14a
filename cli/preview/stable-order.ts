import type { PackVerdict } from "./analysis/verdict";
import type { Resource } from "./engine/resource";

/**
 * Puts resources into an order that is the same in every run: parents before their children, siblings by URN. The order
 * of registration depends on timing.
 */
export function sortedResources(resources: readonly Resource[]): Resource[] {
  const known = new Set(resources.map(({ urn }) => urn));
  const children = new Map<string, Resource[]>();
  for (const resource of [...resources].sort(byUrn)) {
    const parent = known.has(resource.parent) ? resource.parent : "";
    const siblings = children.get(parent) ?? [];
    siblings.push(resource);
    children.set(parent, siblings);
  }
  const below = (parent: string): Resource[] =>
    (children.get(parent) ?? []).flatMap((resource) => [resource, ...below(resource.urn)]);
  return below("");
}

/** Sorts the findings of each policy by resource and message. */
export function sortedVerdicts(packs: readonly PackVerdict[]): PackVerdict[] {
  return packs.map((pack) => ({
    ...pack,
    policies: pack.policies.map((policy) => ({
      ...policy,
      remediated: [...policy.remediated].sort(),
      violations: [...policy.violations].sort(
        (one, other) => compare(one.urn, other.urn) || compare(one.message, other.message),
      ),
    })),
  }));
}

function byUrn(one: Resource, other: Resource): number {
  return compare(one.urn, other.urn);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
