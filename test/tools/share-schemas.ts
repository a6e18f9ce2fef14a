import type { SchemaNode } from "./describe-schema";

/** A shorter schema gains nothing by a name. */
const shortest = 150;

type Json = Readonly<Record<string, unknown>>;

const single = ["items", "additionalProperties", "not", "propertyNames"];
const lists = ["anyOf", "oneOf", "allOf", "prefixItems"];

/** Moves schemas that stand in more than one place to `$defs`. zod writes a schema out wherever it is used. */
export function shareSchemas(schema: SchemaNode): Json {
  const uses = new Map<string, { count: number; readonly name: string }>();
  const count = (node: Json, name: string): void => {
    const key = JSON.stringify(node);
    const use = uses.get(key) ?? { count: 0, name };
    use.count += 1;
    uses.set(key, use);
    mapParts(node, name, (part, ofPart) => {
      count(part, ofPart);
      return part;
    });
  };
  count({ ...schema }, "schema");

  const names = new Map<string, string>();
  const definitions: Record<string, Json> = {};
  const shared = (node: Json, name: string): Json => {
    const key = JSON.stringify(node);
    const use = uses.get(key);
    if (use === undefined || use.count === 1 || key.length < shortest) {
      return mapParts(node, name, shared);
    }
    const known = names.get(key);
    const ownName = known ?? freeName(use.name, definitions);
    if (known === undefined) {
      names.set(key, ownName);
      definitions[ownName] = {};
      definitions[ownName] = mapParts(node, use.name, shared);
    }
    return { $ref: `#/$defs/${ownName}` };
  };
  return { ...mapParts({ ...schema }, "schema", shared), $defs: definitions };
}

/** Replaces the schemas directly inside of a schema. A part has the name of its property, or the name of its owner. */
function mapParts(node: Json, name: string, change: (part: Json, name: string) => Json): Json {
  const changed = (value: unknown, ofPart = name): unknown => (isObject(value) ? change(value, ofPart) : value);
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => {
      if (key === "properties" && isObject(value)) {
        return [key, Object.fromEntries(Object.entries(value).map(([own, part]) => [own, changed(part, own)]))];
      }
      if (single.includes(key)) {
        return [key, changed(value)];
      }
      return [key, lists.includes(key) && Array.isArray(value) ? value.map((part) => changed(part)) : value];
    }),
  );
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function freeName(base: string, taken: object): string {
  let name = base;
  for (let number = 2; name in taken; number += 1) {
    name = `${base}${number}`;
  }
  return name;
}
