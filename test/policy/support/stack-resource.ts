import type { Properties } from "../../../policy/iam/value";
import { stackOf as readStack, registered, type StackResource } from "../../../policy/lib/facts/stack";
import { policyResources, type StackEntry } from "./judging";

/** A resource of a stack as stack rules see it. Its name is its URN; `from` names the sources of each property. */
export function stackResource(
  urn: string,
  type: string,
  props: Properties = {},
  from: Readonly<Record<string, readonly string[]>> = {},
  dependsOn: readonly string[] = [],
): StackResource {
  return {
    urn,
    type,
    props,
    dependencies: new Set(dependsOn),
    propertyDependencies: new Map(Object.entries(from).map(([property, urns]) => [property, new Set(urns)])),
  };
}

/** The resources of a stack as stack rules see them. */
export function stackOf(entries: readonly StackEntry[]): readonly StackResource[] {
  return readStack(policyResources(entries).map(registered), new Map()).ofTypes(entries.map(({ type }) => type));
}
