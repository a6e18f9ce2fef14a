import {
  isMap,
  isUnknown,
  type PropertyMap,
  type PropertyValue,
  Signature,
  signatureOf,
} from "../preview/base/property-value";

/** Stands in text for a value that AWS assigns. */
export const UNKNOWN_TEXT = "[unknown]";

/** Stands in text for a value that the program keeps secret. */
export const SECRET_TEXT = "[secret]";

/** Follows a path into a value. A list of one counts as its element, because older resource types wrap blocks in lists. */
export function at(value: PropertyValue | undefined, ...path: readonly string[]): PropertyValue | undefined {
  let current = value;
  for (const step of path) {
    const owner = Array.isArray(current) && current.length === 1 ? current[0] : current;
    if (owner === undefined || isUnknown(owner) || signatureOf(owner) === Signature.secret) {
      return owner;
    }
    current = isMap(owner) && Object.hasOwn(owner, step) ? owner[step] : undefined;
  }
  return current;
}

/** The text at a path; undefined where nothing stands there. Secrets and unknown values show as such. */
export function textAt(value: PropertyValue | undefined, ...path: readonly string[]): string | undefined {
  const found = at(value, ...path);
  if (found === undefined || found === null || found === "") {
    return undefined;
  }
  if (isUnknown(found)) {
    return UNKNOWN_TEXT;
  }
  if (signatureOf(found) === Signature.secret) {
    return SECRET_TEXT;
  }
  return typeof found === "object" ? undefined : String(found);
}

/** The known text at a path; undefined where the value is absent, unknown or secret. */
export function knownAt(value: PropertyValue | undefined, ...path: readonly string[]): string | undefined {
  const text = textAt(value, ...path);
  return text === UNKNOWN_TEXT || text === SECRET_TEXT ? undefined : text;
}

/** The elements of the list at a path; a single object counts as a list of one. */
export function listAt(value: PropertyValue | undefined, ...path: readonly string[]): readonly PropertyValue[] {
  const found = at(value, ...path);
  if (Array.isArray(found)) {
    return found;
  }
  return found === undefined || found === null || isUnknown(found) ? [] : [found];
}

/** The texts in the list at a path. */
export function textsAt(value: PropertyValue | undefined, ...path: readonly string[]): readonly string[] {
  return listAt(value, ...path).flatMap((element) => textAt(element) ?? []);
}

/** The object at a path; empty where there is none. */
export function mapAt(value: PropertyValue | undefined, ...path: readonly string[]): PropertyMap {
  const found = at(value, ...path);
  return isMap(found) && signatureOf(found) === undefined ? found : {};
}

/** The value that JSON text holds, because documents and patterns stand in properties as text. Any other value as it is. */
export function fromJson<Value extends PropertyValue | undefined>(value: Value): Value | PropertyValue {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) {
    return value;
  }
  try {
    return JSON.parse(value);
  } catch (error) {
    if (error instanceof SyntaxError) {
      return value;
    }
    throw error;
  }
}
