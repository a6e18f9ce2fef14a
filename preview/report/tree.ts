import type { Operation, Resource } from "../engine/resource";
import type { Paint } from "./style";
import { typeName } from "./type-name";

/** The sign that the Pulumi CLI gives an operation. */
export const SIGNS: Readonly<Record<Operation, string>> = { create: "+", import: "=", read: ">" };

interface Row {
  readonly resource: Resource;
  readonly type: string;
}

/** Draws the resources as a tree: each under its parent, in the order of their registration. */
export function resourceTree(resources: readonly Resource[], paint: Paint): string[] {
  const shown = resources.filter(({ implicit }) => !implicit);
  const urns = new Set(shown.map(({ urn }) => urn));
  const children = byParent(shown);
  const roots = shown.filter(({ parent }) => !urns.has(parent));
  const rows = roots.flatMap((root) => branch(root, "", "", children));
  const typeWidth = Math.max(...rows.map(({ type }) => type.length), "Type".length);
  const nameWidth = Math.max(...rows.map(({ resource }) => resource.name.length), "Name".length);
  const line = (sign: string, type: string, name: string, plan: string) =>
    ` ${sign}   ${type.padEnd(typeWidth)}  ${name.padEnd(nameWidth)}  ${plan}`.trimEnd();
  return [
    paint("heading", line(" ", "Type", "Name", "Plan")),
    ...rows.map(({ resource, type }) => {
      const sign = SIGNS[resource.operation];
      return line(sign, type, resource.name, resource.operation).replace(/^ . /, ` ${paint("good", sign)} `);
    }),
  ];
}

function branch(
  resource: Resource,
  before: string,
  beforeChildren: string,
  children: ReadonlyMap<string, readonly Resource[]>,
): Row[] {
  const below = children.get(resource.urn) ?? [];
  return [
    { resource, type: before + typeName(resource.type) + (resource.remote ? " (remote)" : "") },
    ...below.flatMap((child, index) => {
      const last = index === below.length - 1;
      return branch(
        child,
        `${beforeChildren}${last ? "└─" : "├─"} `,
        `${beforeChildren}${last ? "   " : "│  "}`,
        children,
      );
    }),
  ];
}

function byParent(resources: readonly Resource[]): Map<string, Resource[]> {
  const groups = new Map<string, Resource[]>();
  for (const resource of resources) {
    const siblings = groups.get(resource.parent) ?? [];
    siblings.push(resource);
    groups.set(resource.parent, siblings);
  }
  return groups;
}
