import type { StackResource } from "../lib/facts/stack";
import { textOf } from "../lib/facts/value";

/** Finds out which policies of a stack are the permissions boundary of one of its identities. */
export function boundaryFinder(resources: readonly StackResource[]): (policy: StackResource) => boolean {
  const bounded = resources.filter(({ props }) => props.permissionsBoundary !== undefined);
  const names = new Set(bounded.map(({ props }) => textOf(props.permissionsBoundary).split("/").at(-1) ?? ""));
  const urns = new Set(
    bounded.flatMap(({ propertyDependencies }) => [...(propertyDependencies.get("permissionsBoundary") ?? [])]),
  );
  return ({ urn, props }) => urns.has(urn) || (textOf(props.name) !== "" && names.has(textOf(props.name)));
}
