import type { Operation, Resource } from "../preview/engine/resource";
import type { Paint } from "./style";
import { typeName } from "./type-name";

/** The sign that the Pulumi CLI gives an operation. */
export const SIGNS: Readonly<Record<Operation, string>> = { create: "+", import: "=", read: ">" };

// Wider lines would break on most terminals, and in pictures of them.
const MOST_COLUMNS = 120;
const LEAST_NAME = 20;
const SIGN_WIDTH = 5;
const GAP = "  ";

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
  const typeWidth = widest(
    "Type",
    rows.map(({ type }) => type),
  );
  const planWidth = widest(
    "Plan",
    rows.map(({ resource }) => resource.operation),
  );
  const room = MOST_COLUMNS - (SIGN_WIDTH + typeWidth + 2 * GAP.length + planWidth);
  const nameWidth = Math.min(
    widest(
      "Name",
      rows.map(({ resource }) => resource.name),
    ),
    Math.max(room, LEAST_NAME),
  );
  const line = (sign: string, type: string, name: string, plan: string) =>
    ` ${sign}   ${type.padEnd(typeWidth)}${GAP}${shortened(name, nameWidth).padEnd(nameWidth)}${GAP}${plan}`.trimEnd();
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

function widest(title: string, texts: readonly string[]): number {
  return texts.reduce((width, text) => Math.max(width, text.length), title.length);
}

// Names of one program begin alike and end alike; what tells them apart may stand at either end.
function shortened(name: string, width: number): string {
  if (name.length <= width) {
    return name;
  }
  const start = Math.ceil((width - 1) / 2);
  return `${name.slice(0, start)}…${name.slice(name.length - (width - 1 - start))}`;
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
