import { snapshot, type Value } from "./value";

/** The value that a JSON text stands for; a value that is no text stands for itself, and a text that is no JSON for nothing. */
export function fromJson(value: Value): Value {
  if (typeof value !== "string") {
    return value;
  }
  try {
    return snapshot({ parsed: JSON.parse(value) }).parsed;
  } catch {
    return undefined;
  }
}
