/** Stands where a value is not known yet, as during the first preview of a stack. */
export const unknownValue: unique symbol = Symbol("unknown until deployed");

/** The texts that the engine sends in the place of unknown values, one for each kind of value. */
export const unknownTexts: ReadonlySet<string> = new Set([
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** Plain data. `null` counts as absent. */
export type Value = string | number | boolean | undefined | typeof unknownValue | readonly Value[] | Properties;

/** An object of plain data, such as the properties of a resource. */
export interface Properties {
  readonly [name: string]: Value;
}

/** A value and its path, such as `policy.Statement[0].Action`. */
export interface Located {
  readonly path: string;
  readonly value: Value;
}

/**
 * Follows a path into a value. An absent step gives `undefined`, and a step below an unknown gives the unknown.
 * A list of one counts as its element, because older resource types wrap every block in a list.
 */
export function at(value: Value, ...path: readonly string[]): Value {
  let current = value;
  for (const step of path) {
    const owner = isList(current) && current.length === 1 ? current[0] : current;
    if (owner === unknownValue) {
      return unknownValue;
    }
    current = isProperties(owner) && Object.hasOwn(owner, step) ? owner[step] : undefined;
  }
  return current;
}

/** Returns the elements of a list. Any other present value counts as a list of one. */
export function itemsOf(value: Value): readonly Value[] {
  if (value === undefined) {
    return [];
  }
  return isList(value) ? value : [value];
}

/** Returns the elements of a list with their paths, such as `stages[0]`. A value that is no list keeps its path. */
export function locatedItems(path: string, value: Value): Located[] {
  return isList(value)
    ? value.map((item, index) => ({ path: `${path}[${index}]`, value: item }))
    : itemsOf(value).map((item) => ({ path, value: item }));
}

/** Returns the values at the end of a path where every step may be a list. An unknown step gives the unknown. */
export function everyAt(start: Located, ...steps: readonly string[]): Located[] {
  return steps.reduce<Located[]>((found, step) => found.flatMap((owner) => childrenOf(owner, step)), [start]);
}

function childrenOf({ path, value }: Located, step: string): Located[] {
  return locatedItems(path, value)
    .map((owner): Located => ({ path: `${owner.path}.${step}`, value: at(owner.value, step) }))
    .filter((child) => child.value !== undefined);
}

/** Whether a value is present: neither absent nor empty text. An unknown is present. */
export function isSet(value: Value): boolean {
  return value !== undefined && value !== "";
}

/** Returns the text of a value, or empty text for a value that is no text. */
export function textOf(value: Value): string {
  return typeof value === "string" ? value : "";
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

export function isProperties(value: Value): value is Properties {
  return typeof value === "object" && !isList(value);
}

/** Parses a JSON text. A value that is no text stays as it is, and a text that is no JSON gives `undefined`. */
export function fromJson(value: Value): Value {
  if (typeof value !== "string") {
    return value;
  }
  try {
    return plain(JSON.parse(value));
  } catch {
    return undefined;
  }
}

/** Copies parsed JSON into plain data. */
function plain(value: unknown): Value {
  if (Array.isArray(value)) {
    return value.map(plain);
  }
  switch (typeof value) {
    case "string":
      return unknownTexts.has(value) ? unknownValue : value;
    case "number":
    case "boolean":
      return value;
    case "object":
      return value === null
        ? undefined
        : Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
    default:
      return undefined;
  }
}
