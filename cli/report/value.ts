import {
  containsUnknown,
  isMap,
  isUnknown,
  mapValue,
  type PropertyValue,
  Signature,
  signatureOf,
} from "../preview/base/property-value";

const INDENT = "    ";
// The SDK marks an output that was a resource with it.
const RESOURCE_MARK = "@isPulumiResource";

/** Writes a value for people: text in quotes, `[unknown]`, `[secret]`, and objects over several lines. */
export function showValue(value: PropertyValue, indent = ""): string {
  if (isUnknown(value)) {
    return "[unknown]";
  }
  if (Array.isArray(value)) {
    return block(
      "[",
      value.map((element) => showValue(element, indent + INDENT)),
      "]",
      indent,
    );
  }
  if (!isMap(value)) {
    return JSON.stringify(value);
  }
  return special(value) ?? block("{", members(value, indent + INDENT), "}", indent);
}

/**
 * An output as the Pulumi CLI shows it: of a whole resource, only what is known about it.
 */
export function shownOutput(value: PropertyValue): PropertyValue {
  return mapValue(value, (inner) => {
    if (!isMap(inner) || inner[RESOURCE_MARK] !== true) {
      return inner;
    }
    const known = Object.entries(inner).filter(([key, member]) => key !== RESOURCE_MARK && !containsUnknown(member));
    return Object.fromEntries(known);
  });
}

/** Writes the members of an object as lines `key: value`, with the values in one column. */
export function members(map: { readonly [key: string]: PropertyValue }, indent: string): string[] {
  const width = Math.max(0, ...Object.keys(map).map((key) => key.length));
  return Object.entries(map).map(([key, value]) => `${key.padEnd(width)}: ${showValue(value, indent)}`);
}

function block(open: string, lines: readonly string[], close: string, indent: string): string {
  return lines.length === 0
    ? open + close
    : [open, ...lines.map((line) => `${indent}${INDENT}${line}`), `${indent}${close}`].join("\n");
}

function special(value: { readonly [key: string]: PropertyValue }): string | undefined {
  switch (signatureOf(value)) {
    case Signature.secret:
      return "[secret]";
    case Signature.asset:
      return `asset(${String(value.path ?? value.uri ?? "text")})`;
    case Signature.archive:
      return `archive(${String(value.path ?? value.uri ?? "assets")})`;
    case Signature.resource:
      return String(value.urn);
    default:
      return undefined;
  }
}
