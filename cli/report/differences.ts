import type { PropertyDifference, ResourceDifference } from "../insight/differences";
import { type PermissionChange, type PermissionComparison, WIDENING } from "../insight/permission-changes";
import { parseUrn } from "../preview/engine/urn";
import type { Emphasis, Paint } from "./style";
import { typeName } from "./type-name";
import { counted, wrapped } from "./wrap";

const INDENT = "  ";
/** Properties named under one resource. */
const MOST_PROPERTIES = 8;

/** A comparison of two states of a program. */
export interface Comparison {
  readonly resources: readonly ResourceDifference[];
  readonly permissions: PermissionComparison;
}

const SIGNS: Readonly<Record<ResourceDifference["operation"], readonly [sign: string, emphasis: Emphasis]>> = {
  create: ["+", "good"],
  update: ["~", "change"],
  replace: ["±", "warning"],
  delete: ["-", "bad"],
};

/** The comparison as text: permissions first, then resources, then one line of counts. */
export function differenceReport({ resources, permissions }: Comparison, paint: Paint, width: number): string {
  const order = ["delete", "replace", "update", "create"] as const;
  const sections = [
    section(
      "Permissions",
      permissions.changes.flatMap((change) => permissionLines(change, paint, width)),
      paint,
    ),
    section(
      "Not known",
      permissions.notKnown.flatMap((line) => indented(line, width).map((part) => paint("warning", part))),
      paint,
    ),
    section(
      "Resources",
      order.flatMap((operation) =>
        resources.filter((one) => one.operation === operation).flatMap((one) => resourceLines(one, paint, width)),
      ),
      paint,
    ),
    [countLine({ resources, permissions })],
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join("\n")}\n`)
    .join("\n");
}

/** A change of permissions in one sentence. */
export function permissionSentence({ kind, holder, actions, resource, conditions, before }: PermissionChange): string {
  const what = `${actions.join(", ")} on ${resource}`;
  const now = conditions.length === 0 ? "" : `, if ${conditions.join(" and ")}`;
  const earlier = before === undefined || before.length === 0 ? "without a condition" : `if ${before.join(" and ")}`;
  switch (kind) {
    case "allowed":
      return `${holder} may now ${what}${now}`;
    case "widened":
      return `${holder} may ${what} under other conditions${now || ": none"} (before: ${earlier})`;
    case "narrowed":
      return `${holder} may ${what} under stricter conditions${now} (before: ${earlier})`;
    case "trusted":
      return `${holder} may now assume ${resource}${now}`;
    case "no longer allowed":
      return `${holder} may no longer ${what}`;
    case "no longer trusted":
      return `${holder} may no longer assume ${resource}`;
  }
}

/** Counts of a comparison: `2 rights wider, 1 to create, 3 to update`. */
export function countLine({ resources, permissions }: Comparison): string {
  const wider = permissions.changes.filter(({ kind }) => WIDENING.has(kind)).length;
  const counts = (["create", "update", "replace", "delete"] as const).flatMap((operation) => {
    const count = resources.filter((one) => one.operation === operation).length;
    return count === 0 ? [] : [`${count} to ${operation}`];
  });
  const rights = [
    ...(wider > 0 ? [counted(wider, "permission wider", "permissions wider")] : []),
    ...(permissions.changes.length > wider
      ? [counted(permissions.changes.length - wider, "permission narrower", "permissions narrower")]
      : []),
  ];
  return [...rights, ...counts].join(", ") || "No difference.";
}

/** A property with its effect: `bucket changes (replaces: assumed)`. */
export function propertyText({ path, kind, replaces }: PropertyDifference): string {
  const verb = { add: "is new", remove: "is gone", change: "changes", unknown: "is known after the update" }[kind];
  return `${path} ${verb}${replaces === undefined ? "" : ` (replaces: ${replaces})`}`;
}

/** A change of permissions as lines of a terminal. */
export function permissionLines(change: PermissionChange, paint: Paint, width: number): string[] {
  const isWider = WIDENING.has(change.kind);
  const [first = "", ...rest] = wrapped(permissionSentence(change).split(" "), width - INDENT.length, "");
  return [
    paint(isWider ? "bad" : "good", `${isWider ? "+" : "-"} ${first}`),
    ...rest.map((line) => `${INDENT}${INDENT}${line}`.slice(0, width)),
  ];
}

function resourceLines({ urn, operation, properties }: ResourceDifference, paint: Paint, width: number): string[] {
  const { type, name } = parseUrn(urn);
  const [sign, emphasis] = SIGNS[operation];
  const shown = properties.slice(0, MOST_PROPERTIES).map(propertyText);
  const more = properties.length - shown.length;
  return [
    `${paint(emphasis, `${sign} ${typeName(type)}`)} ${name}`,
    ...[...shown, ...(more > 0 ? [`and ${more} more`] : [])].flatMap((line) =>
      indented(line, width - INDENT.length).map((part) => paint("quiet", INDENT + part)),
    ),
  ];
}

function indented(text: string, width: number): string[] {
  return wrapped(text.split(" "), width - INDENT.length, "").map((line) => INDENT + line);
}

function section(title: string, lines: readonly string[], paint: Paint): string[] {
  return lines.length === 0 ? [] : [paint("heading", title), ...lines];
}
