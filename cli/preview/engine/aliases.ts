import type { Alias } from "@pulumi/pulumi/proto/alias_pb";
import { makeUrn, parseUrn } from "./urn";

/** Current name of a resource, and earlier names of its parent. */
export interface AliasContext {
  readonly stack: string;
  readonly project: string;
  readonly type: string;
  readonly name: string;
  readonly parent: string;
  /** Earlier URNs of the parent. */
  readonly parentAliases: readonly string[];
}

/**
 * All earlier URNs of a resource: those its own aliases describe, and those it had while its parent had another URN. A
 * name that starts with the parent's name follows the parent's earlier name.
 */
export function aliasUrns(aliases: readonly Alias[], resource: AliasContext): string[] {
  const own = aliases.map((alias) => ownAlias(alias, resource));
  const inherited = resource.parentAliases.flatMap((parentAlias) => [
    childAlias(parentAlias, resource, resource.name, resource.type),
    ...own.map(parseUrn).map(({ name, type }) => childAlias(parentAlias, resource, name, type)),
  ]);
  return [...new Set([...own, ...inherited])];
}

function ownAlias(alias: Alias, resource: AliasContext): string {
  const spec = alias.getSpec();
  if (spec === undefined) {
    return alias.getUrn();
  }
  return makeUrn(
    spec.getStack() || resource.stack,
    spec.getProject() || resource.project,
    spec.getNoparent() ? "" : spec.getParenturn() || resource.parent,
    spec.getType() || resource.type,
    spec.getName() || resource.name,
  );
}

function childAlias(parentAlias: string, resource: AliasContext, name: string, type: string): string {
  const parent = parseUrn(parentAlias);
  const parentName = parseUrn(resource.parent).name;
  const earlierName = name.startsWith(parentName) ? parent.name + name.slice(parentName.length) : name;
  return makeUrn(parent.stack, parent.project, parentAlias, type, earlierName);
}
