import { UnknownValueError } from "@pulumi/policy";

/** Stands where a value is not known before its resource exists. */
export const unknownValue: unique symbol = Symbol("unknown until deployed");

/** A property as a rule sees it: plain data; what is `null` to the engine is absent. */
export type Value = string | number | boolean | undefined | typeof unknownValue | readonly Value[] | Properties;

/** The properties of a resource, or an object among them. */
export interface Properties {
  readonly [name: string]: Value;
}

/**
 * Copies the properties of a resource into plain data. The SDK throws whenever an unknown is read,
 * which ends a rule; here an unknown is a value, so that a rule can judge all the rest.
 */
export function snapshot(properties: object): Properties {
  return Object.fromEntries(Object.keys(properties).map((name) => [name, copy(() => Reflect.get(properties, name))]));
}

function copy(read: () => unknown): Value {
  const value = readOrUnknown(read);
  if (value === unknownValue) {
    return unknownValue;
  }
  if (Array.isArray(value)) {
    return Array.from({ length: value.length }, (_, index) => copy(() => value[index]));
  }
  switch (typeof value) {
    case "string":
    case "number":
    case "boolean":
      return value;
    case "object":
      return value === null ? undefined : snapshot(value);
    default:
      return undefined;
  }
}

function readOrUnknown(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnknownValueError) {
      return unknownValue;
    }
    throw error;
  }
}

/**
 * Follows a path into a value. Absent steps give `undefined`, steps below an unknown give the unknown,
 * and a list of one counts as its element: older resource types wrap every block in a list.
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

/** The elements of a list; anything else that is present counts as a list of one. */
export function itemsOf(value: Value): readonly Value[] {
  if (value === undefined) {
    return [];
  }
  return isList(value) ? value : [value];
}

/** Whether a value is present: known or not, but neither absent nor empty text. */
export function isSet(value: Value): boolean {
  return value !== undefined && value !== "";
}

/** The text of a value; empty for all that is not text. */
export function textOf(value: Value): string {
  return typeof value === "string" ? value : "";
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

export function isProperties(value: Value): value is Properties {
  return typeof value === "object" && !isList(value);
}
