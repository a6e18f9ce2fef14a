import { isList, isProperties, type Properties, unknownValue, type Value } from "../../iam/value";

/** Returns every text in a value, at any depth. */
export function textsIn(value: Value): string[] {
  if (typeof value === "string") {
    return [value];
  }
  return insideOf(value).flatMap(textsIn);
}

/** Returns every object in a value, at any depth, and the value itself. */
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
