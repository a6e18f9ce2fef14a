import { type Properties, unknownValue, type Value } from "../../iam/value";

/**
 * Copies the properties of a resource into plain data. The SDK throws when a rule reads an unknown, which ends the
 * rule. In the copy an unknown is a value, so that a rule can judge all the rest.
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
    if (error instanceof Error && error.constructor.name === "UnknownValueError") {
      return unknownValue;
    }
    throw error;
  }
}
