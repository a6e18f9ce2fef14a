import { isProperties, type Properties, unknownTexts, unknownValue, type Value } from "../../iam/value";

/** The key that marks secrets, assets and references, and its value for secrets. */
const signature = "4dabf18193072939515e22adb298388d";
const secret = "1b47061264138c4ac30d75fd1eb44270";

/** Copies properties of the engine into plain data: a secret is its value. */
export function fromWire(properties: object): Properties {
  const value = valueFrom(properties);
  return value !== undefined && value !== unknownValue && isProperties(value) ? value : {};
}

function valueFrom(value: unknown): Value {
  if (typeof value === "string") {
    return unknownTexts.has(value) ? unknownValue : value;
  }
  if (typeof value === "number" || typeof value === "boolean") {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map(valueFrom);
  }
  if (typeof value !== "object" || value === null) {
    return undefined;
  }
  if (Reflect.get(value, signature) === secret) {
    return valueFrom(Reflect.get(value, "value"));
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== signature)
      .map(([name, each]) => [name, valueFrom(each)]),
  );
}
