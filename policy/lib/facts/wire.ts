import { isProperties, type Properties, unknownValue, type Value } from "../../iam/value";

/** The texts that the engine sends in the place of unknown values. */
const unknowns = new Set([
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

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
    return unknowns.has(value) ? unknownValue : value;
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
