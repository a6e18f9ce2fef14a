import { isList, isProperties, type Properties, unknownValue, type Value } from "../../iam/value";

/** Every text in a value, wherever it stands. */
export function textsIn(value: Value): string[] {
  if (typeof value === "string") {
    return [value];
  }
  return insideOf(value).flatMap(textsIn);
}

/** Every object in a value, wherever it stands, the value itself among them. */
export function objectsIn(value: Value): Properties[] {
  const own = value !== unknownValue && isProperties(value) ? [value] : [];
  return [...own, ...insideOf(value).flatMap(objectsIn)];
}

function insideOf(value: Value): readonly Value[] {
  if (isList(value)) {
    return value;
  }
  return value !== unknownValue && isProperties(value) ? Object.values(value) : [];
}
